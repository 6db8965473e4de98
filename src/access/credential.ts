import type { KeyObject, X509Certificate } from "node:crypto";
import { certificateFacts, readCertificate } from "../certificate/certificateFacts";
import { signatureAlgorithm } from "../certificate/signatureProblem";
import { UserError } from "../errors/userError";
import { certificateName, componentToken, nameOf } from "../identities/names";
import { azuread, tls } from "./readableProperties";
import { numberIn, textIn, valueIn, type FoundResource, type Resources } from "./resources";
import type { CredentialFacts, Known } from "./tuple";

/** What is known of a certificate, of its text or of the resource that will make it. */
type CertificateDescription = Pick<
    CredentialFacts,
    "certificate" | "thumbprint" | "notBefore" | "notAfter" | "validityDays" | "key" | "signatureAlgorithm"
>;

const makers = new Set([tls("SelfSignedCert"), tls("LocallySignedCert"), componentToken("Certificate")]);
const keys = new Set([tls("PrivateKey")]);

/**
 * What is public about a certificate credential. Its value is a secret for the provider, so the certificate is found by the
 * resource that the value comes from, by the component's argument, or by its dates.
 */
export function certificateCredential(found: FoundResource, resources: Resources): CredentialFacts {
    const [notBefore, notAfter] = datesOf(found);
    const certificate =
        fromSource(found, resources) ??
        fromComponent(found, resources) ??
        fromDates(found, notBefore, notAfter, resources) ??
        fromOnlyNew(found, resources);
    const start = notBefore ?? certificate?.notBefore ?? null;
    const end = notAfter ?? certificate?.notAfter ?? null;
    return {
        type: "certificate",
        certificate: certificate?.certificate,
        thumbprint: certificate?.thumbprint,
        notBefore: start,
        notAfter: end,
        validityDays: daysBetween(start, end) ?? relativeDays(found) ?? certificate?.validityDays ?? null,
        key: certificate?.key,
        signatureAlgorithm: certificate?.signatureAlgorithm,
    };
}

/** What is public about a client secret: nothing but its dates. */
export function clientSecret(found: FoundResource, prefix = ""): CredentialFacts {
    const [notBefore, notAfter] = datesOf(found, prefix);
    return {
        ...{ type: "clientSecret", certificate: undefined, thumbprint: undefined, notBefore, notAfter },
        validityDays: daysBetween(notBefore, notAfter) ?? relativeDays(found) ?? null,
        ...{ key: undefined, signatureAlgorithm: undefined },
    };
}

function fromSource(found: FoundResource, resources: Resources): CertificateDescription | undefined {
    const urn = resources.source(found, "value", makers);
    if (urn === undefined) {
        return undefined;
    }
    const maker = resources.get(urn);
    return maker === undefined
        ? { ...notMadeYet, certificate: nameInLogin(found, nameOf(urn)) }
        : ofMaker(maker, resources, found);
}

/** By the key of a component's argument, which holds the certificate in the clear. */
function fromComponent(found: FoundResource, resources: Resources): CertificateDescription | undefined {
    const component = resources.get(found.state.parent ?? "");
    if (component?.state.type !== componentToken("ExchangeApplication")) {
        return undefined;
    }
    const login = nameOf(component.urn);
    const certificates = Object.entries(Object(valueIn(component.state, "certificates")) as Record<string, unknown>);
    const [key, pem] = certificates.find(([one]) => certificateName(login, one) === nameOf(found.urn)) ?? [];
    if (key === undefined) {
        return undefined;
    }
    const described = describe(pem);
    if (described !== undefined) {
        return { ...described, certificate: key };
    }
    const [maker] = resources.named(tls("SelfSignedCert"), certificateName(login, key));
    return maker === undefined
        ? { ...notMadeYet, certificate: key }
        : { ...ofMaker(maker, resources, found), certificate: key };
}

/** Streamed events lack dependencies: the only certificate with exactly these dates is meant. */
function fromDates(
    found: FoundResource,
    notBefore: Known<string>,
    notAfter: Known<string>,
    resources: Resources,
): CertificateDescription | undefined {
    if (notBefore === null || notAfter === null) {
        return undefined;
    }
    const matching = certificatesOf(resources).made.filter(
        ({ described }) => described.notBefore === notBefore && described.notAfter === notAfter,
    );
    const [first] = matching;
    return first !== undefined && new Set(matching.map(({ described }) => described.thumbprint)).size === 1
        ? ofMaker(first.maker, resources, found)
        : undefined;
}

/** A new credential of a value that is not known yet is of the only certificate that the update makes, where that is one. */
function fromOnlyNew(found: FoundResource, resources: Resources): CertificateDescription | undefined {
    const [maker, ...others] = certificatesOf(resources).unmade;
    return found.state.id === undefined && maker !== undefined && others.length === 0
        ? ofMaker(maker, resources, found)
        : undefined;
}

interface Certificates {
    readonly made: readonly { readonly maker: FoundResource; readonly described: CertificateDescription }[];
    /** Those that the update makes. */
    readonly unmade: readonly FoundResource[];
}

const certificates = new WeakMap<Resources, Certificates>();

/** All certificates of the document, read once. */
function certificatesOf(resources: Resources): Certificates {
    const known = certificates.get(resources);
    if (known !== undefined) {
        return known;
    }
    const all = resources.all.filter(({ state }) => makers.has(state.type));
    const found: Certificates = {
        made: all.flatMap((maker) => {
            const described = describe(pemOf(maker));
            return described === undefined ? [] : [{ maker, described }];
        }),
        unmade: all.filter((maker) => maker.state.type !== componentToken("Certificate") && !pemOf(maker)),
    };
    certificates.set(resources, found);
    return found;
}

function ofMaker(maker: FoundResource, resources: Resources, credential: FoundResource): CertificateDescription {
    const name = nameInLogin(credential, nameOf(maker.urn));
    const described = describe(pemOf(maker));
    if (described !== undefined) {
        return { ...described, certificate: name };
    }
    const hours = numberIn(maker.state, "validityPeriodHours");
    return {
        ...notMadeYet,
        certificate: name,
        validityDays: hours === undefined ? (numberIn(maker.state, "validityDays") ?? null) : Math.round(hours / 24),
        key: keyOf(maker, resources),
    };
}

/** The update makes it. */
const notMadeYet = {
    ...{ thumbprint: null, notBefore: null, notAfter: null, validityDays: null, key: null },
    signatureAlgorithm: null,
} as const;

function pemOf({ state }: Pick<FoundResource, "state">): Known<string> | undefined {
    return textIn(state, "certPem") ?? textIn(state, "certificatePem");
}

function keyOf(maker: FoundResource, resources: Resources): Known<string> {
    // Streamed events lack dependencies; components give key and certificate one name.
    const key =
        resources.get(resources.source(maker, "privateKeyPem", keys) ?? "") ??
        resources.named(tls("PrivateKey"), nameOf(maker.urn)).find(({ state }) => state.parent === maker.state.parent);
    if (key === undefined) {
        // A preview leaves out a key that stays: it is that of the certificate before.
        const before = resources.earlier?.get(maker.urn);
        return (before && describe(pemOf(before))?.key) ?? null;
    }
    const algorithm = textIn(key.state, "algorithm");
    // The defaults of the tls provider.
    return algorithm === "RSA"
        ? `RSA ${numberIn(key.state, "rsaBits") ?? 2048}`
        : algorithm === "ECDSA"
          ? `EC ${textIn(key.state, "ecdsaCurve") ?? "P224"}`
          : (algorithm ?? null);
}

/** The argument key of a certificate: components name its resources `<login>-<key>`. */
function nameInLogin({ state: { parent } }: FoundResource, name: string): string {
    const prefix = parent === undefined ? "" : `${nameOf(parent)}-`;
    return prefix !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function describe(pem: unknown): CertificateDescription | undefined {
    if (typeof pem !== "string" || pem === "") {
        return undefined;
    }
    try {
        const certificate = readCertificate(pem);
        const { thumbprint, notBefore, notAfter } = certificateFacts(pem);
        return {
            certificate: undefined,
            ...{ thumbprint, notBefore, notAfter, validityDays: daysBetween(notBefore, notAfter) ?? null },
            key: publicKeyOf(certificate),
            signatureAlgorithm: signatureOf(certificate),
        };
    } catch (error) {
        if (error instanceof UserError) {
            return undefined;
        }
        throw error;
    }
}

function publicKeyOf(certificate: X509Certificate): Known<string> {
    let key: KeyObject;
    try {
        key = certificate.publicKey;
    } catch {
        return null;
    }
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    const type = key.asymmetricKeyType?.toUpperCase() ?? null;
    return modulusLength === undefined
        ? namedCurve === undefined
            ? type
            : `EC ${namedCurve}`
        : `${type ?? ""} ${modulusLength}`;
}

function signatureOf(certificate: X509Certificate): Known<string> {
    try {
        const { name, identifier } = signatureAlgorithm(certificate);
        return name ?? identifier;
    } catch {
        return null;
    }
}

function datesOf({ state }: FoundResource, prefix = ""): [Known<string>, Known<string>] {
    return [utc(textIn(state, `${prefix}startDate`)), utc(textIn(state, `${prefix}endDate`))];
}

/** Whole seconds in UTC; null for what is not a date. */
function utc(text: Known<string> | undefined): Known<string> {
    const date = new Date(text ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function daysBetween(start: Known<string>, end: Known<string>): number | undefined {
    return start === null || end === null ? undefined : Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000);
}

/** `endDateRelative` in hours, as the provider takes it: `8760h`. */
function relativeDays({ state }: FoundResource): number | undefined {
    const hours = /^(\d+)h/.exec(textIn(state, "endDateRelative") ?? "")?.[1];
    return hours === undefined ? undefined : Math.round(Number(hours) / 24);
}

/** Types whose value is a certificate. */
export const certificateTypes = ["ApplicationCertificate", "ServicePrincipalCertificate"].map(azuread);

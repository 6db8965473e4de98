import { certificateFacts, readCertificate } from "../certificate/certificateFacts";
import type { KeyRestriction } from "../graph/policies";
import { after } from "../microsoft/isoDuration";
import { componentToken, nameOf } from "../identities/names";
import type { PlannedStep } from "../pulumi/preview";
import { failed, passed, type Outcome } from "../checks/check";
import { UserError } from "../errors/userError";

/** A certificate that an application is about to accept. */
export interface PlannedCertificate {
    /** The resource's name. */
    readonly name: string;
    readonly notBefore: Date;
    readonly notAfter: Date;
    readonly isSelfSigned: boolean;
    /** The application, when it exists already. */
    readonly applicationObjectId: string | undefined;
}

/**
 * The certificates of the credentials that the plan adds, as far as a preview knows them. Where it stopped before the
 * credentials, those that tls is about to make for them count.
 */
export function plannedCertificates(steps: readonly PlannedStep[], now: Date): PlannedCertificate[] {
    const created = steps.filter(({ op }) => /create/.test(op));
    const credentials = created.filter(
        ({ type }) => type === "azuread:index/applicationCertificate:ApplicationCertificate",
    );
    const certificates = created.filter(
        ({ type, urn }) =>
            type === "tls:index/selfSignedCert:SelfSignedCert" &&
            urn.includes(`${componentToken("Certificate")}$`) &&
            !credentials.some((credential) => nameOf(credential.urn) === nameOf(urn)),
    );
    return [...credentials, ...certificates].flatMap(({ urn, parent, inputs }) => {
        const name = nameOf(urn);
        const certificate = certificateOf(steps, name, nameOf(parent ?? ""), now);
        const [, applicationObjectId] = /^\/applications\/(.+)$/.exec(String(inputs["applicationId"])) ?? [];
        return certificate === undefined ? [] : [{ ...certificate, name, applicationObjectId }];
    });
}

/** From the certificate that is there, or else from the one that tls is about to make. */
function certificateOf(
    steps: readonly PlannedStep[],
    name: string,
    login: string,
    now: Date,
): Pick<PlannedCertificate, "notBefore" | "notAfter" | "isSelfSigned"> | undefined {
    const named = (type: RegExp, wanted: string): PlannedStep | undefined =>
        steps.find((step) => type.test(step.type) && step.urn.endsWith(`::${wanted}`));
    const certificates = named(/:ExchangeApplication$/, login)?.inputs["certificates"];
    const pem = (Object(certificates) as Record<string, unknown>)[name.slice(login.length + 1)];
    try {
        const facts = certificateFacts(String(pem));
        const { issuer, subject } = readCertificate(String(pem));
        return {
            notBefore: new Date(facts.notBefore),
            notAfter: new Date(facts.notAfter),
            isSelfSigned: issuer === subject,
        };
    } catch (error) {
        if (!(error instanceof UserError)) {
            throw error;
        }
    }
    const hours = Number(named(/:SelfSignedCert$/, name)?.inputs["validityPeriodHours"]);
    return Number.isNaN(hours)
        ? undefined
        : { notBefore: now, notAfter: new Date(now.getTime() + hours * 3_600_000), isSelfSigned: true };
}

/**
 * Whether the rules let the application accept the certificate.
 * @param applicationCreated when the application was made: now, for one that is to be made
 */
export function checkPolicy(
    { name, notBefore, notAfter, isSelfSigned }: PlannedCertificate,
    restrictions: readonly KeyRestriction[],
    applicationCreated: Date,
): Outcome {
    const inForce = (type: string): KeyRestriction | undefined =>
        restrictions.find(
            ({ restrictionType, restrictForAppsCreatedAfterDateTime: from }) =>
                restrictionType === type && (from === undefined || applicationCreated >= new Date(from)),
        );
    const days = Math.round((notAfter.getTime() - notBefore.getTime()) / 86_400_000);
    const { maxLifetime } = inForce("asymmetricKeyLifetime") ?? {};
    const latest = maxLifetime === undefined ? undefined : after(notBefore, maxLifetime);
    if (latest !== undefined && notAfter > latest) {
        const allowed = Math.floor((latest.getTime() - notBefore.getTime()) / 86_400_000);
        return failed(
            `the tenant allows certificates ${maxLifetime ?? ""} (${allowed} days); "${name}" is valid for ${days}`,
            `Set validityDays to ${allowed} or less, or bring a certificate that ends sooner.`,
        );
    }
    if (isSelfSigned && inForce("trustedCertificateAuthority") !== undefined) {
        return failed(
            `the tenant trusts certificate authorities of its own only; "${name}" is self-signed`,
            "Bring a certificate of such an authority: certificatePem, and privateKeyPem if the key may be in the state.",
        );
    }
    return passed(`the tenant allows "${name}", valid for ${days} days`);
}

import { readCertificate } from "../certificate/certificateFacts";
import type { KeyRestriction } from "../graph/policies";
import { after } from "../microsoft/isoDuration";
import { componentToken, nameOf, typeOf } from "../identities/names";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { isAdded, loginCertificates, outcomeOf } from "./plan";
import { failed, passed, type Outcome } from "../checks/check";

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
 * The certificates of the credentials that the plan adds or replaces, as far as a preview knows them. Where it stopped
 * before the credentials, those that tls is about to make for them count.
 */
export function plannedCertificates(
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
    now: Date,
): PlannedCertificate[] {
    const added = steps.filter(isAdded);
    const credentials = added.filter(({ type }) => type === typeOf("ApplicationCertificate"));
    const generated = added.filter(
        ({ type, urn }) => type === selfSignedCertificate && urn.includes(`${componentToken("Certificate")}$`),
    );
    const certificates = generated.filter(
        ({ urn }) => !credentials.some((credential) => nameOf(credential.urn) === nameOf(urn)),
    );
    const known = loginCertificates(outcomeOf(steps, state)).flatMap((login) => login.certificates);
    return [...credentials, ...certificates].flatMap(({ urn, inputs }) => {
        const name = nameOf(urn);
        const pem = known.find((certificate) => certificate.name === name)?.pem;
        const certificate = pem === undefined ? generatedCertificate(steps, name, now) : existingCertificate(pem);
        const [, applicationObjectId] = /^\/applications\/(.+)$/.exec(String(inputs["applicationId"])) ?? [];
        return certificate === undefined ? [] : [{ ...certificate, name, applicationObjectId }];
    });
}

type Validity = Pick<PlannedCertificate, "notBefore" | "notAfter" | "isSelfSigned">;

const selfSignedCertificate = "tls:index/selfSignedCert:SelfSignedCert";

function existingCertificate(pem: string): Validity {
    const { issuer, subject, validFromDate, validToDate } = readCertificate(pem);
    return { notBefore: validFromDate, notAfter: validToDate, isSelfSigned: issuer === subject };
}

/** The one that tls is about to make. */
function generatedCertificate(steps: readonly PlannedStep[], name: string, now: Date): Validity | undefined {
    const made = steps.find(
        ({ type, urn, op }) => type === selfSignedCertificate && nameOf(urn) === name && !op.startsWith("delete"),
    );
    const hours = Number(made?.inputs["validityPeriodHours"]);
    return Number.isFinite(hours)
        ? { notBefore: now, notAfter: new Date(now.getTime() + hours * 3_600_000), isSelfSigned: true }
        : undefined;
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
            `Set validityDays to ${allowed} or less, or supply a certificate that ends sooner.`,
        );
    }
    if (isSelfSigned && inForce("trustedCertificateAuthority") !== undefined) {
        return failed(
            `the tenant accepts certificates of its own authorities only; "${name}" is self-signed`,
            "Supply a certificate of such an authority: certificatePem, and privateKeyPem if the key may be in the state.",
        );
    }
    return passed(`the tenant allows "${name}", valid for ${days} days`);
}

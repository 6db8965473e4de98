import * as pulumi from "@pulumi/pulumi";
import { certificateProblem } from "../../src/certificate/certificateFacts";
import { certificatePemProblem, privateKeyPemProblem } from "../../src/certificate/pemProblems";
import { isDeferred, type ArgsCheck, type Rule, type Siblings } from "./argsCheck";
import { confidential, plainNumber, text } from "./kinds";
import { oneLine, wholeNumber } from "./rules";
import type { ArgsTable, RowsOf } from "./table";

/** The certificate of a login: a new one, or an existing one of your own. */
export interface CertificateArgs {
    /**
     * Common name of subject and issuer, at most 64 characters (RFC 5280, appendix A.1). A change creates a new
     * certificate for the same key, and so a new credential.
     * @default "exo-unattended"
     */
    commonName?: pulumi.Input<string>;
    /**
     * DNS names to list as alternative names. Microsoft Entra ignores them. A change creates a new certificate.
     * @default none
     */
    dnsNames?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Days from creation to expiry, a whole number from 1 to 3650. A change creates a new certificate for the same key.
     * @default 365, since a leaked key should not work for long; five years are 1826
     */
    validityDays?: number;
    /**
     * Length of the RSA key in bits: 2048, 3072 or 4096. A change creates a new key and a new certificate. The algorithm
     * cannot be chosen: Microsoft Entra verifies RSA signatures only
     * (learn.microsoft.com/entra/identity-platform/certificate-credentials).
     * @default 2048, the least that Microsoft Entra and its libraries accept
     */
    rsaBits?: number;
    /**
     * An existing certificate in PEM form, self-signed or not, with an RSA key of at least 2048 bits. Nothing is
     * generated then, and the options above cannot be set.
     * @default none: a certificate is created
     */
    certificatePem?: pulumi.Input<string>;
    /**
     * The private key of `certificatePem` in PEM form, not encrypted. Kept as a secret. Leave it out when the key is
     * elsewhere and must not enter the state: then the output `privateKeyPem` has no value either.
     * @default none
     */
    privateKeyPem?: pulumi.Input<string>;
}

/** RFC 1035, section 2.3.4: 63 octets for a label, 253 for a name; RFC 6125 for the wildcard. */
const dnsName =
    /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

const dnsNamesRule: Rule = (names) =>
    Array.isArray(names) && names.every((name) => typeof name === "string" && dnsName.test(name))
        ? undefined
        : { wrong: "is not a list of DNS names", remedy: "For example: [exoip.com]" };

const rsaBitsRule: Rule = (bits) =>
    typeof bits === "number" && [2048, 3072, 4096].includes(bits)
        ? undefined
        : { wrong: "is not 2048, 3072 or 4096", remedy: "Microsoft Entra does not accept shorter RSA keys" };

/** What an existing certificate must be. */
export const certificateRule: Rule = (pem) => unusable(certificatePemProblem(pem));

const privateKeyRule: Rule = (key, { certificatePem }) => {
    if (certificatePem === undefined) {
        return { wrong: "needs certificatePem, the certificate that it belongs to" };
    }
    const problem = privateKeyPemProblem(key);
    // A bad certificate has a problem of its own.
    return unusable(
        problem === undefined &&
            typeof certificatePem === "string" &&
            certificatePemProblem(certificatePem) === undefined
            ? certificateProblem(certificatePem, String(key))
            : problem,
    );
};

/** Whether the key belongs to the certificate can be told when both are known. */
function readPrivateKey(check: ArgsCheck, path: string, key: unknown, siblings: Siblings): pulumi.Output<string> {
    const { certificatePem } = siblings;
    const checked = isDeferred(certificatePem)
        ? pulumi
              .all([certificatePem, key])
              .apply(([pem, known]) =>
                  check.confidential<string>(path, pulumi.output(known), privateKeyRule, { certificatePem: pem }),
              )
        : check.confidential<string>(path, key, privateKeyRule, siblings);
    return pulumi.secret(checked);
}

const unusable = (problem: string | undefined): ReturnType<Rule> =>
    problem === undefined ? undefined : { wrong: `cannot be used: ${problem}` };

/** For what a certificate is generated from: an existing one is used as it is. */
const generated =
    (rule: Rule): Rule =>
    (value, siblings) =>
        siblings["certificatePem"] === undefined
            ? rule(value, siblings)
            : {
                  wrong: "cannot be set together with certificatePem",
                  remedy: "Remove one of the two: an existing certificate is used as it is",
              };

const onlyRsa = {
    wrong: "cannot be set: Microsoft Entra verifies RSA signatures only, so the key is always RSA",
    remedy: "Set its length with rsaBits (2048)",
};

/** The arguments of `Certificate`. Their defaults are for a generated certificate, so `Certificate` fills them in. */
export const certificateTable = {
    rows: {
        commonName: { ...text(generated(oneLine(64, "exoip.com"))), example: "exoip.com" },
        dnsNames: {
            type: "array",
            read: (check, path, given, siblings) =>
                check.input<pulumi.Input<string>[]>(path, given, generated(dnsNamesRule), siblings),
            example: ["exoip.com"],
        },
        validityDays: { ...plainNumber(generated(wholeNumber(1, 3650, 365))), example: 365 },
        rsaBits: { ...plainNumber(generated(rsaBitsRule)), example: 3072 },
        certificatePem: { ...confidential(certificateRule), example: "-----BEGIN CERTIFICATE-----…" },
        privateKeyPem: {
            type: "string",
            read: readPrivateKey,
            example: "-----BEGIN PRIVATE KEY-----…",
            secret: true,
        },
    },
    impossible: { algorithm: onlyRsa, ecdsaCurve: onlyRsa },
} satisfies ArgsTable<RowsOf<CertificateArgs>>;

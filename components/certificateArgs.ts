import * as pulumi from "@pulumi/pulumi";
import { certificateProblem } from "../src/certificate/certificateFacts";
import { certificatePemProblem, privateKeyPemProblem } from "../src/certificate/pemProblems";
import { oneLine, type ArgsCheck, type Rule } from "./argsCheck";

/** The certificate of a login: one that is made, or one that you bring. */
export interface CertificateArgs {
    /**
     * Common name of subject and issuer, at most 64 characters (RFC 5280, appendix A.1). A change makes a new
     * certificate for the same key, and so a new credential.
     * @default "exo-unattended"
     */
    commonName?: pulumi.Input<string>;
    /**
     * DNS names to list as alternative names. Microsoft Entra does not look at them. A change makes a new certificate.
     * @default none
     */
    dnsNames?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Days from creation to expiry, a whole number from 1 to 3650. A change makes a new certificate for the same key.
     * @default 365, since a key that leaks should not serve for long; five years are 1826
     */
    validityDays?: number;
    /**
     * Length of the RSA key in bits: 2048, 3072 or 4096. A change makes a new key and a new certificate. There is no
     * choice of algorithm: Microsoft Entra verifies RSA signatures only
     * (learn.microsoft.com/entra/identity-platform/certificate-credentials).
     * @default 2048, the least that Microsoft Entra and its libraries accept
     */
    rsaBits?: number;
    /**
     * A certificate of your own in PEM form, self-signed or not, with an RSA key of at least 2048 bits. Nothing is
     * generated then, and none of the options above may be given.
     * @default none: a certificate is made
     */
    certificatePem?: pulumi.Input<string>;
    /**
     * The private key of `certificatePem` in PEM form, not encrypted. Kept as a secret. Leave it out when the key lives
     * elsewhere and must not enter the state: then no `privateKeyPem` comes out either.
     * @default none
     */
    privateKeyPem?: pulumi.Input<string>;
}

/**
 * Checks the args of one certificate and returns the copy to use, its key marked secret.
 * @param path Where the args stand in those of the caller, with a final dot; empty at the top.
 */
export function checkCertificateArgs(check: ArgsCheck, path: string, args: CertificateArgs): CertificateArgs {
    check.options(path, args, [...generated, "certificatePem", "privateKeyPem"], explained);
    return args.certificatePem === undefined
        ? checkGenerated(check, path, args)
        : checkBrought(check, path, args.certificatePem, args);
}

function checkGenerated(check: ArgsCheck, path: string, args: CertificateArgs): CertificateArgs {
    const { privateKeyPem, commonName, dnsNames, validityDays, rsaBits } = args;
    if (privateKeyPem !== undefined) {
        check.problem(`${path}privateKeyPem`, "needs certificatePem, the certificate that it belongs to");
    }
    check.plain(`${path}validityDays`, validityDays, validityRule);
    check.plain(`${path}rsaBits`, rsaBits, rsaBitsRule);
    return {
        validityDays,
        rsaBits,
        commonName:
            commonName === undefined
                ? undefined
                : check.input(`${path}commonName`, commonName, oneLine(64, "exoip.com")),
        dnsNames: dnsNames === undefined ? undefined : check.input(`${path}dnsNames`, dnsNames, dnsNamesRule),
    };
}

function checkBrought(
    check: ArgsCheck,
    path: string,
    certificatePem: pulumi.Input<string>,
    args: CertificateArgs,
): CertificateArgs {
    for (const property of generated.filter((property) => args[property] !== undefined)) {
        check.problem(`${path}${property}`, "cannot be given together with certificatePem, which is used as it is");
    }
    const checked = check.confidential(`${path}certificatePem`, certificatePem, certificateRule);
    const { privateKeyPem } = args;
    if (privateKeyPem === undefined) {
        return { certificatePem: checked };
    }
    const keyPath = `${path}privateKeyPem`;
    // Whether the key belongs to the certificate can be told when both are known.
    const pair =
        typeof certificatePem === "string"
            ? check.confidential(keyPath, privateKeyPem, keyRule(certificatePem))
            : pulumi
                  .all([checked, privateKeyPem])
                  .apply(([pem, key]) => pulumi.output(check.confidential(keyPath, pulumi.output(key), keyRule(pem))));
    return { certificatePem: checked, privateKeyPem: pulumi.secret(pair) };
}

const generated = ["commonName", "dnsNames", "validityDays", "rsaBits"] as const;

const onlyRsa =
    "cannot be chosen: Microsoft Entra verifies RSA signatures only, so the key is RSA; rsaBits sets its length (2048)";
const explained = { algorithm: onlyRsa, ecdsaCurve: onlyRsa };

const validityRule: Rule = (days) =>
    days === undefined || (typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= 3650)
        ? undefined
        : "must be a whole number of days from 1 to 3650, for example 365";

const rsaBitsRule: Rule = (bits) =>
    bits === undefined || (typeof bits === "number" && [2048, 3072, 4096].includes(bits))
        ? undefined
        : "must be the number 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key";

/** RFC 1035, section 2.3.4: 63 octets for a label, 253 for a name; RFC 6125 for the wildcard. */
const dnsName =
    /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

const dnsNamesRule: Rule = (names) =>
    Array.isArray(names) && names.every((name) => typeof name === "string" && dnsName.test(name))
        ? undefined
        : "must be a list of DNS names, for example [exoip.com]";

/** What a certificate that was brought must be. */
export const certificateRule: Rule = (pem) => unusable(certificatePemProblem(pem));

const keyRule =
    (certificatePem: string): Rule =>
    (key) =>
        unusable(
            privateKeyPemProblem(key) ??
                // A certificate that does not serve has a problem of its own.
                (certificatePemProblem(certificatePem) === undefined
                    ? certificateProblem(certificatePem, String(key))
                    : undefined),
        );

const unusable = (problem: string | undefined): string | undefined => problem && `not usable: ${problem}`;

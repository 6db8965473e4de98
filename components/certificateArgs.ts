import * as pulumi from "@pulumi/pulumi";
import { certificateProblem } from "../certificate/certificateFacts";
import type { ArgsCheck, Rule } from "./argsCheck";

/** The certificate of a login: one that is made, or one that you bring. */
export interface CertificateArgs {
    /**
     * Common name of subject and issuer, at most 64 characters. A change makes a new key credential.
     * @default "exo-unattended"
     */
    commonName?: pulumi.Input<string>;
    /**
     * DNS names to list as alternative names. Microsoft Entra does not look at them.
     * @default none
     */
    dnsNames?: pulumi.Input<string[]>;
    /**
     * Days from creation to expiry, a whole number from 1 to 3650. A change makes a new certificate for the same key.
     * @default 365, since a key that leaks should not serve for long; five years are 1826
     */
    validityDays?: number;
    /**
     * Length of the RSA key in bits: 2048, 3072 or 4096. A change makes a new key.
     * @default 2048, the least that Microsoft Entra and its libraries accept
     */
    rsaBits?: number;
    /**
     * A certificate of your own in PEM form, self-signed or not, with an RSA key. Nothing is generated then, and none
     * of the options above may be given.
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
    const { certificatePem, privateKeyPem, commonName, dnsNames, validityDays, rsaBits } = args;
    for (const property of Object.keys(args).filter((property) => !known.includes(property))) {
        check.problem(`${path}${property}`, `is no option of a certificate; allowed are ${known.join(", ")}`);
    }
    if (certificatePem !== undefined) {
        for (const property of generated.filter((property) => args[property] !== undefined)) {
            check.problem(`${path}${property}`, "cannot be given together with certificatePem, which is used as it is");
        }
        const rule: Rule<string> = (pem) => mustServe(certificateProblem(pem));
        return {
            certificatePem: check.input(`${path}certificatePem`, certificatePem, rule),
            ...(privateKeyPem === undefined
                ? {}
                : {
                      privateKeyPem: pulumi.secret(
                          checkPair(check, `${path}privateKeyPem`, certificatePem, privateKeyPem),
                      ),
                  }),
        };
    }
    if (privateKeyPem !== undefined) {
        check.problem(`${path}privateKeyPem`, "needs certificatePem, the certificate that it belongs to");
    }
    check.plain(`${path}validityDays`, validityDays, validityProblem);
    check.plain(`${path}rsaBits`, rsaBits, rsaBitsProblem);
    return {
        validityDays,
        rsaBits,
        commonName:
            commonName === undefined ? undefined : check.input(`${path}commonName`, commonName, commonNameProblem),
        dnsNames: dnsNames === undefined ? undefined : check.input(`${path}dnsNames`, dnsNames, dnsNamesProblem),
    };
}

/** Whether the key belongs to the certificate can be told when both are known. */
function checkPair(
    check: ArgsCheck,
    path: string,
    certificatePem: pulumi.Input<string>,
    privateKeyPem: pulumi.Input<string>,
): pulumi.Input<string> {
    const belongsTo =
        (pem: string): Rule<string> =>
        (key) =>
            mustServe(certificateProblem(pem, key));
    return typeof certificatePem === "string"
        ? check.input(path, privateKeyPem, belongsTo(certificatePem))
        : pulumi
              .output(certificatePem)
              .apply((pem) => pulumi.output(check.input(path, pulumi.output(privateKeyPem), belongsTo(pem))));
}

const generated = ["commonName", "dnsNames", "validityDays", "rsaBits"] as const;
const known: readonly string[] = [...generated, "certificatePem", "privateKeyPem"];

const mustServe = (problem: string | undefined): string | undefined => problem && `not usable: ${problem}`;

const validityProblem: Rule<number | undefined> = (days) =>
    days === undefined || (Number.isInteger(days) && days >= 1 && days <= 3650)
        ? undefined
        : "must be a whole number of days from 1 to 3650, for example 365";

const rsaBitsProblem: Rule<number | undefined> = (bits) =>
    bits === undefined || [2048, 3072, 4096].includes(bits)
        ? undefined
        : "must be 2048, 3072 or 4096; Microsoft Entra accepts no shorter RSA key";

/** RFC 5280, appendix A.1: ub-common-name is 64. */
const commonNameProblem: Rule<string> = (text) =>
    typeof text === "string" && text.trim() !== "" && text.length <= 64
        ? undefined
        : "must be a text of 1 to 64 characters, for example exoip.com";

const dnsNamesProblem: Rule<string[]> = (names) =>
    Array.isArray(names) && names.every((dnsName) => /^[a-z0-9*]([a-z0-9.-]*[a-z0-9])?$/i.test(dnsName))
        ? undefined
        : "must be a list of DNS names, for example [exoip.com]";

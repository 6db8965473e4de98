import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { certificateFacts, privateKeyPemOf, readCertificate } from "../src/certificate/certificateFacts";
import { componentToken } from "../src/identities/names";
import { ArgsCheck } from "./args/argsCheck";
import { certificateTable, type CertificateArgs } from "./args/certificateArgs";
import { readArgs } from "./args/table";

const defaults = { commonName: "exo-unattended", validityDays: 365, rsaBits: 2048 } as const;

/**
 * A self-signed RSA certificate with a SHA-256 signature, or an existing one; its facts in the clear.
 * @example
 * ```ts
 * const certificate = new Certificate("reports", { commonName: "exoip.com", validityDays: 365 });
 * export const thumbprint = certificate.thumbprint;
 * ```
 */
export class Certificate extends pulumi.ComponentResource {
    /** The certificate in PEM form. Not secret. */
    readonly certificatePem: pulumi.Output<string>;
    /** The private key in PEM form, a secret; undefined when the key is kept elsewhere. */
    readonly privateKeyPem: pulumi.Output<string | undefined>;
    /** SHA-1 thumbprint: 40 upper-case hex digits, as Windows and the portal show it. */
    readonly thumbprint: pulumi.Output<string>;
    /** SHA-256 thumbprint: 64 upper-case hex digits. */
    readonly thumbprintSha256: pulumi.Output<string>;
    /** Distinguished name of the subject, for example `CN=exoip.com`. */
    readonly subject: pulumi.Output<string>;
    /** Serial number in upper-case hex digits. */
    readonly serialNumber: pulumi.Output<string>;
    /** First second of validity: RFC 3339, UTC, whole seconds. */
    readonly notBefore: pulumi.Output<string>;
    /** Last second of validity, in the same form. */
    readonly notAfter: pulumi.Output<string>;

    /** @throws UserError when an argument is not allowed; nothing is registered then. */
    constructor(name: string, args: CertificateArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        const check = new ArgsCheck(`Certificate ${name}`);
        const checked = readArgs(check, "", args, certificateTable);
        check.throwProblems();
        super(componentToken("Certificate"), name, checked, opts);

        const pems = checked.certificatePem === undefined ? this.generate(name, checked) : existing(checked);
        this.certificatePem = pems.certificatePem;
        this.privateKeyPem = pems.privateKeyPem;
        const facts = this.certificatePem.apply(certificateFacts);
        this.thumbprint = facts.thumbprint;
        this.thumbprintSha256 = facts.thumbprintSha256;
        this.subject = facts.subject;
        this.serialNumber = facts.serialNumber;
        this.notBefore = facts.notBefore;
        this.notAfter = facts.notAfter;

        this.registerOutputs({
            certificatePem: this.certificatePem,
            privateKeyPem: this.privateKeyPem,
            thumbprint: this.thumbprint,
            thumbprintSha256: this.thumbprintSha256,
            subject: this.subject,
            serialNumber: this.serialNumber,
            notBefore: this.notBefore,
            notAfter: this.notAfter,
        });
    }

    private generate(name: string, args: CertificateArgs): Pems {
        const key = new tls.PrivateKey(
            name,
            { algorithm: "RSA", rsaBits: args.rsaBits ?? defaults.rsaBits },
            { parent: this },
        );
        const certificate = new tls.SelfSignedCert(
            name,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: args.commonName ?? defaults.commonName },
                dnsNames: args.dnsNames,
                validityPeriodHours: (args.validityDays ?? defaults.validityDays) * 24,
                allowedUses: ["digital_signature", "key_encipherment", "client_auth"],
            },
            { parent: this },
        );
        return { certificatePem: certificate.certPem, privateKeyPem: pulumi.secret(key.privateKeyPem) };
    }
}

interface Pems {
    readonly certificatePem: pulumi.Output<string>;
    readonly privateKeyPem: pulumi.Output<string | undefined>;
}

function existing({ certificatePem, privateKeyPem }: CertificateArgs): Pems {
    // A certificate is public even when it comes from a secret. Its text is written again, since one that differs in
    // a final newline only would be another credential.
    const certificate = pulumi
        .unsecret(pulumi.output(certificatePem ?? ""))
        .apply((pem) => readCertificate(pem).toString());
    return {
        certificatePem: certificate,
        privateKeyPem:
            privateKeyPem === undefined
                ? pulumi.output(undefined)
                : pulumi.secret(
                      pulumi
                          .all([certificate, privateKeyPem])
                          .apply(([pem, key]) => privateKeyPemOf(key, readCertificate(pem))),
                  ),
    };
}

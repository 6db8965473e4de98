import { certificateFacts, certificateProblem } from "../../certificate/certificateFacts";
import { failed, passed, type Outcome } from "../../checks/check";
import type { Connection } from "../../connection/connection";
import type { Credential } from "../credential";
import type { Rung } from "../rung";

export const certificate = {
    id: "certificate",
    title: "Certificate",
    purpose: "the key belongs to the certificate, which is the connection's and within its dates",
    check: ({ connection, credential, now }) => checkCertificate(connection, credential, now()),
} as const satisfies Rung;

/** Does the key belong to the certificate, is it the one of the connection, and is it within its dates? */
export function checkCertificate(connection: Connection, credential: Credential, now: Date): Outcome {
    const problem = certificateProblem(credential.certificatePem, credential.privateKeyPem);
    if (problem !== undefined) {
        return failed(
            problem,
            "Use the certificate and the key of the stack's active certificate, as `pulumi up` returned them.",
        );
    }
    const facts = certificateFacts(credential.certificatePem);
    if (facts.thumbprint !== connection.thumbprint || facts.thumbprintSha256 !== connection.thumbprintSha256) {
        return failed(
            `its thumbprint is ${facts.thumbprint}, the connection's is ${connection.thumbprint}`,
            "Take connection, certificate and key from the same stack at the same time.",
        );
    }
    if (now < new Date(facts.notBefore)) {
        return failed(
            `it is valid from ${facts.notBefore}; this machine's clock shows ${now.toISOString()}`,
            "Correct the clock of this machine, or wait until then.",
        );
    }
    const daysLeft = Math.floor((Date.parse(facts.notAfter) - now.getTime()) / 86_400_000);
    if (now > new Date(facts.notAfter)) {
        return failed(
            `it expired at ${facts.notAfter}`,
            "Run `pulumi up` to renew the certificate. If you supplied the certificate, supply a new one first.",
        );
    }
    return passed(`${facts.subject}, ${facts.thumbprint}, valid until ${facts.notAfter} (${days(daysLeft)} left)`);
}

function days(count: number): string {
    return count === 1 ? "1 day" : `${count} days`;
}

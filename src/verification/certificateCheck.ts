import { certificateFacts, certificateProblem } from "../certificate/certificateFacts";
import type { Connection } from "../connection/connection";
import { passed, refused, type Check } from "./check";
import type { Credential } from "./credential";

/** Does the key belong to the certificate, is it the one of the connection, and is it within its dates? */
export function checkCertificate(connection: Connection, credential: Credential, now: Date): Check {
    const problem = certificateProblem(credential.certificatePem, credential.privateKeyPem);
    if (problem !== undefined) {
        return final(
            problem,
            "Give the certificate and the key of the stack's active certificate, as `pulumi up` put them out.",
        );
    }
    const facts = certificateFacts(credential.certificatePem);
    if (facts.thumbprint !== connection.thumbprint || facts.thumbprintSha256 !== connection.thumbprintSha256) {
        return final(
            `its thumbprint is ${facts.thumbprint}, the connection's is ${connection.thumbprint}`,
            "Take connection, certificate and key from the same stack at the same time.",
        );
    }
    if (now < new Date(facts.notBefore)) {
        return final(
            `it is valid from ${facts.notBefore}; this machine's clock says ${now.toISOString()}`,
            "Set the clock of this machine, or wait until then.",
        );
    }
    const daysLeft = Math.floor((Date.parse(facts.notAfter) - now.getTime()) / 86_400_000);
    if (now > new Date(facts.notAfter)) {
        return final(
            `it expired at ${facts.notAfter}`,
            "Run `pulumi up` to renew the certificate; for a certificate that you brought, bring a new one first.",
        );
    }
    return passed(
        "certificate",
        `${facts.subject}, ${facts.thumbprint}, valid until ${facts.notAfter} (${days(daysLeft)} left)`,
    );
}

function final(evidence: string, remedy: string): Check {
    return refused("certificate", { evidence, remedy, mayPassWithTime: false });
}

function days(count: number): string {
    return count === 1 ? "1 day" : `${count} days`;
}

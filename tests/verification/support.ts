import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { connectionSchemaVersion, type Connection } from "../../src/connection/connection";
import { Cloud } from "../../src/microsoft/clouds";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import type { Clock } from "../../src/http/clock";
import type { Credential } from "../../src/verification/credential";

const day = 86_400_000;

let madeForAll: string | undefined = process.env.TEST_RSA_KEY;

/** An RSA key that this file of tests has not had yet. To make one takes some 100 ms; the first is there already. */
export function rsaKey(bits = 2048): KeyObject {
    if (bits === 2048 && madeForAll !== undefined) {
        const key = createPrivateKey(madeForAll);
        madeForAll = undefined;
        return key;
    }
    return generateKeyPairSync("rsa", { modulusLength: bits }).privateKey;
}

/** A self-signed certificate with its key, as the stack would put them out. */
export function credentialOf(
    key: KeyObject,
    notBefore = new Date(Date.now() - day),
    notAfter = new Date(Date.now() + 365 * day),
): Credential {
    const certificate = selfSigned({
        key,
        serialNumber: randomBytes(16),
        subject: [["2.5.4.3", "exoip.com"]],
        notBefore,
        notAfter,
    });
    return {
        certificatePem: toPem(certificate),
        privateKeyPem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    };
}

/** A well-formed connection for that certificate. */
export function connectionOf(credential: Credential, changes: Partial<Connection> = {}): Connection {
    const { thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(credential.certificatePem);
    return {
        schemaVersion: connectionSchemaVersion,
        cloud: Cloud.Global,
        tenantId: "10000000-0000-4000-8000-000000000001",
        organization: "contoso.onmicrosoft.com",
        clientId: "20000000-0000-4000-8000-000000000002",
        applicationObjectId: "30000000-0000-4000-8000-000000000003",
        servicePrincipalObjectId: "40000000-0000-4000-8000-000000000004",
        thumbprint,
        thumbprintSha256,
        notBefore,
        notAfter,
        roles: ["29232cdf-9323-42fd-ade2-1d097af3e4de"],
        exchangeRoleGroups: [],
        ...changes,
    };
}

/**
 * A clock whose pauses pass at once.
 * @param during what happens in each pause
 */
export function fakeClock(during: () => Promise<void> = () => Promise.resolve(), start = new Date()): Clock {
    let time = start.getTime();
    return {
        now: () => new Date(time),
        sleep: async (ms, signal) => {
            signal?.throwIfAborted();
            time += ms;
            await during();
        },
    };
}

import { hash, randomUUID } from "node:crypto";
import type { PasswordCredential } from "../state";
import type { Entity } from "./query";

/** A credential as it is stored, with the secret itself left out. */
export function passwordCredential(
    secret: string,
    displayName: string | null,
    start: Date,
    end: Date,
    keyId: string = randomUUID(),
): PasswordCredential {
    return {
        keyId,
        displayName,
        startDateTime: start.toISOString(),
        endDateTime: end.toISOString(),
        hint: secret.slice(0, 3),
        secretHash: hash("sha256", secret),
    };
}

/** A credential as Graph shows it. */
export function describePassword({ keyId, displayName, startDateTime, endDateTime, hint }: PasswordCredential): Entity {
    return { customKeyIdentifier: null, displayName, endDateTime, hint, keyId, secretText: null, startDateTime };
}

import { hash, randomUUID } from "node:crypto";
import type { PasswordCredential } from "../state";
import { badRequest } from "./errors";
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

/** The credentials after a PATCH: those that it names. It cannot bring new ones. */
export function keepPasswordCredentials(
    stored: readonly PasswordCredential[],
    entries: readonly { readonly keyId?: string | null | undefined }[],
): PasswordCredential[] {
    return entries.map((entry) => {
        const known = stored.find(({ keyId }) => keyId === entry.keyId);
        if (!known) {
            throw badRequest("New password credentials must be generated using service actions.");
        }
        return known;
    });
}

/** A credential as Graph shows it. */
export function describePassword({ keyId, displayName, startDateTime, endDateTime, hint }: PasswordCredential): Entity {
    return { customKeyIdentifier: null, displayName, endDateTime, hint, keyId, secretText: null, startDateTime };
}

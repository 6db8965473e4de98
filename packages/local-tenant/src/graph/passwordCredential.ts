import { hash, randomBytes, randomUUID } from "node:crypto";
import type { z } from "zod";
import type { PasswordCredential } from "../state";
import { wholeSeconds } from "../wholeSeconds";
import { admitPassword, type Holder } from "./appManagementPolicy";
import type { newPassword } from "./applicationSchema";
import { badRequest, invalidValue } from "./errors";
import type { GraphCall } from "./graphCall";
import type { Entity } from "./query";

/** A credential together with its secret, which is known only now. */
export interface MadePassword {
    readonly credential: PasswordCredential;
    readonly secretText: string;
}

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
        customKeyIdentifier: null,
        displayName,
        startDateTime: wholeSeconds(start),
        endDateTime: wholeSeconds(end),
        hint: secret.slice(0, 3),
        secretHash: hash("sha256", secret),
    };
}

/** A new client secret as the request wants it, if the tenant's policy admits it: from now on, and for two years. */
export function makePassword(
    call: GraphCall,
    holder: Holder,
    wanted: z.infer<typeof newPassword> | null,
): MadePassword {
    const start = wanted?.startDateTime ? new Date(wanted.startDateTime) : call.now;
    const twoYearsLater = new Date(start);
    twoYearsLater.setUTCFullYear(start.getUTCFullYear() + 2);
    const end = wanted?.endDateTime ? new Date(wanted.endDateTime) : twoYearsLater;
    if (end <= start) {
        throw invalidValue("endDateTime", "PasswordCredential");
    }
    const secretText = randomBytes(30).toString("base64url");
    const credential = passwordCredential(secretText, wanted?.displayName ?? null, start, end);
    admitPassword(call.tenant.appManagementPolicy, holder, credential);
    return { credential, secretText };
}

/** The credentials after a PATCH: those that it names. It cannot add new ones. */
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
export function describePassword(
    { keyId, customKeyIdentifier, displayName, startDateTime, endDateTime, hint }: PasswordCredential,
    secretText: string | null = null,
): Entity {
    return { customKeyIdentifier, displayName, endDateTime, hint, keyId, secretText, startDateTime };
}

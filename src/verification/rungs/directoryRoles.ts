import { checkDirectoryRoles } from "../entra/tokenChecks";
import { claimsOf } from "../entra/tokenClaims";
import type { Rung } from "../rung";

export const directoryRoles = {
    id: "directory-roles",
    title: "Directory roles",
    purpose: "the token holds every directory role of the connection",
    // A role shows in a new token after minutes (reported).
    patience: { first: 5_000, longest: 20_000 },
    check: async (attempt) => checkDirectoryRoles(attempt.connection, claimsOf(await attempt.accessToken())),
} as const satisfies Rung;

import { exchangeManageAsApp } from "../../microsoft/permissions";
import { checkPermission } from "../entra/tokenChecks";
import { claimsOf } from "../entra/tokenClaims";
import type { Rung } from "../rung";

export const permission = {
    id: "permission",
    title: "Permission",
    purpose: "the token holds `Exchange.ManageAsApp`: admin consent is granted",
    // Consent shows in a new token after minutes (reported).
    patience: { first: 5_000, longest: 20_000 },
    check: async (attempt) =>
        checkPermission(attempt.connection, exchangeManageAsApp, claimsOf(await attempt.accessToken())),
} as const satisfies Rung;

import { exchangeManageAsApp } from "../../microsoft/permissions";
import { checkAccessToken } from "../entra/checkAccessToken";
import type { Rung } from "../rung";

export const token = {
    id: "token",
    title: "Token",
    purpose:
        "the token is for this resource, tenant and application, by certificate, valid now, and signed by a published key of the tenant",
    check: async (attempt) =>
        checkAccessToken(attempt, await attempt.accessToken(), [
            attempt.exchangeResource,
            exchangeManageAsApp.apiClientId,
        ]),
} as const satisfies Rung;

import { exchangeManageAsApp } from "../../microsoft/permissions";
import { checkToken } from "../entra/tokenChecks";
import { readTokenClaims } from "../entra/tokenClaims";
import type { Rung } from "../rung";

export const token = {
    id: "token",
    title: "Token",
    purpose: "the token is for this resource, tenant and application, by certificate, and valid now",
    async check(attempt) {
        const claims = readTokenClaims(await attempt.accessToken());
        const audiences = [attempt.exchangeResource, exchangeManageAsApp.apiClientId];
        return checkToken(attempt.connection, claims, audiences, attempt.now());
    },
} as const satisfies Rung;

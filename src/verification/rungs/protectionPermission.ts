import { exchangeOnlineProtectionManageAsApp, permissionsOf } from "../../microsoft/permissions";
import { requestToken } from "../entra/requestToken";
import { checkAccessToken } from "../entra/checkAccessToken";
import { checkPermission } from "../entra/tokenChecks";
import { claimsOf } from "../entra/tokenClaims";
import { refusedTo, type Rung } from "../rung";
import { permission } from "./permission";

export const protectionPermission = {
    id: "protection-permission",
    title: "Protection permission",
    purpose: "in US government clouds, a second token holds `Exchange.ManageAsApp` of Exchange Online Protection",
    patience: permission.patience,
    applies: ({ cloud }) => cloud !== undefined && permissionsOf(cloud).includes(exchangeOnlineProtectionManageAsApp),
    async check(attempt) {
        const { apiClientId } = exchangeOnlineProtectionManageAsApp;
        const signIn = await requestToken(`${apiClientId}/.default`, attempt);
        if ("refusal" in signIn) {
            return refusedTo(attempt.connection, signIn.refusal);
        }
        const token = await checkAccessToken(attempt, signIn.accessToken, [apiClientId]);
        return token.result === "passed" || token.result === "warning"
            ? checkPermission(attempt.connection, exchangeOnlineProtectionManageAsApp, claimsOf(signIn.accessToken))
            : token;
    },
} as const satisfies Rung;

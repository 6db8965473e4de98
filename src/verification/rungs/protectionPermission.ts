import { exchangeOnlineProtectionManageAsApp, permissionsOf } from "../../microsoft/permissions";
import { requestToken } from "../entra/requestToken";
import { checkPermission, checkToken } from "../entra/tokenChecks";
import { readTokenClaims } from "../entra/tokenClaims";
import { refused, type Rung } from "../rung";
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
            return refused(signIn.refusal);
        }
        const claims = readTokenClaims(signIn.accessToken);
        const token = checkToken(attempt.connection, claims, [apiClientId], attempt.now());
        return claims === undefined || token.result !== "passed"
            ? token
            : checkPermission(exchangeOnlineProtectionManageAsApp, claims);
    },
} as const satisfies Rung;

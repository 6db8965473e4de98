import { clockOutcome } from "../../http/machineClock";
import { NetworkFailure } from "../../http/networkFailure";
import { refused, type Rung } from "../rung";

export const clock = {
    id: "clock",
    title: "Clock",
    purpose: "this machine's clock agrees with Microsoft Entra's: a signed assertion is valid for ten minutes only",
    async check(attempt) {
        const { tenant, clockAheadMs } = await attempt.discovery();
        return clockAheadMs === undefined && tenant instanceof NetworkFailure
            ? refused(tenant)
            : clockOutcome(clockAheadMs, new URL(attempt.endpoints.loginUrl).host);
    },
} as const satisfies Rung;

import { skipped } from "../../checks/check";
import { connectWithModule } from "../powershell/connectWithModule";
import type { Rung } from "../rung";

export const powershell = {
    id: "powershell",
    title: "PowerShell",
    purpose: "`Connect-ExchangeOnline` of Microsoft's own module opens a session, where PowerShell is installed",
    standsAlone: true,
    applies: ({ scope }) => scope.engine === "powershell",
    check: (attempt) =>
        attempt.options.endpoints === undefined
            ? connectWithModule(attempt, { signal: attempt.options.signal })
            : skipped("Microsoft's module cannot reach a tenant on this machine"),
} as const satisfies Rung;

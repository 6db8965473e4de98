import { skipped } from "../../checks/check";
import type { Rung } from "../rung";

export const notRun = {
    id: "not-run",
    title: (cmdlet: string) => cmdlet,
    purpose: "lists the cmdlets of a script that a verification does not run, each with the reason",
    standsAlone: true,
    subjects: ({ scriptCmdlets = [] }) =>
        scriptCmdlets.filter((one) => one.notRun !== undefined).map(({ cmdlet }) => cmdlet),
    check: ({ options: { scriptCmdlets = [] } }, cmdlet) =>
        skipped(`not run: ${scriptCmdlets.find((one) => one.cmdlet === cmdlet)?.notRun ?? ""}`),
} as const satisfies Rung;

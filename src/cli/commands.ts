import type { Command } from "commander";

/** A command of the program. */
export interface CommandEntry {
    readonly name: string;
    /** One line for the program's help. */
    readonly summary: string;
    /** Loads what declares the command's options, when it is called. */
    readonly load: () => Promise<{ readonly declare: (command: Command) => void }>;
}

/** All commands, in the order of the program's help. */
export const commands: readonly CommandEntry[] = [
    {
        name: "preflight",
        summary: "check the tenant before `pulumi up`: sign-in, clock, permissions, names, policies",
        load: () => import("./commands/preflight/command.js"),
    },
    {
        name: "audit",
        summary: "show which access previews, plans and states change, for whom and how serious it is",
        load: () => import("./commands/audit/command.js"),
    },
    {
        name: "up",
        summary: "run `pulumi up`, then verify the stack",
        load: () => import("./commands/up/command.js"),
    },
    {
        name: "verify",
        summary: "sign in with a stack's certificate and verify that Exchange Online answers",
        load: () => import("./commands/verify/command.js"),
    },
    {
        name: "privileges",
        summary: "show which rights scripts need, and compare them with those of a stack's login",
        load: () => import("./commands/privileges/command.js"),
    },
    {
        name: "promote",
        summary: "carry a verified definition from one stack to the next, with a sealed plan that is approved",
        load: () => import("./commands/promote/command.js"),
    },
    {
        name: "attestation",
        summary: "check files of `verify --attest` and records of `promote`",
        load: () => import("./commands/attestation/command.js"),
    },
    {
        name: "connection",
        summary: "print the connection's parameters and the complete Connect-ExchangeOnline command",
        load: () => import("./commands/connection/command.js"),
    },
    {
        name: "export",
        summary: "write the certificate, with its key encrypted, into files for the machines that run scripts",
        load: () => import("./commands/export/command.js"),
    },
    {
        name: "script",
        summary: "write a PowerShell script that connects unattended, and the files that make a host run it",
        load: () => import("./commands/script/command.js"),
    },
    {
        name: "delivery",
        summary: "check the places that the certificate was delivered to",
        load: () => import("./commands/delivery/command.js"),
    },
    {
        name: "renew",
        summary: "renew a stack's certificate: add, verify, make active, remove, each when it is due",
        load: () => import("./commands/renew/command.js"),
    },
    {
        name: "revoke",
        summary: "take a login away at once: disable its service principal, remove its roles, measure when it ends",
        load: () => import("./commands/revoke/command.js"),
    },
    {
        name: "revive",
        summary: "give a login back that `revoke` has taken away, after a check",
        load: () => import("./commands/revive/command.js"),
    },
    {
        name: "expiry",
        summary: "list when the certificates of a project's stacks end: table, JSON, calendar, metrics, Markdown",
        load: () => import("./commands/expiry/command.js"),
    },
    {
        name: "repair",
        summary: "find where a stack's state and the tenant differ, and repair the state",
        load: () => import("./commands/repair/command.js"),
    },
];

import { azureAutomationHost } from "./azureAutomation";
import { azureDevOpsHost } from "./azureDevOps";
import { containerHost } from "./container";
import { cronHost } from "./cron";
import { githubHost } from "./githubActions";
import type { Host } from "./host";
import { systemdHost } from "./systemd";
import { windowsHost } from "./windows";

/** The hosts by name. */
export const hosts = {
    windows: windowsHost,
    github: githubHost,
    "azure-devops": azureDevOpsHost,
    "azure-automation": azureAutomationHost,
    systemd: systemdHost,
    cron: cronHost,
    container: containerHost,
} satisfies Readonly<Record<string, Host>>;

/** The name of a host. */
export type HostName = keyof typeof hosts;

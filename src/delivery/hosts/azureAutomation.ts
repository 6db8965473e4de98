import { CertificateSource } from "../connectCommand";
import type { Host } from "./host";

/** A runbook; certificate, module and schedule are resources of the Automation account. */
export const azureAutomationHost: Host = {
    description: "a runbook of Azure Automation (PowerShell 7.4)",
    certificate: CertificateSource.Automation,
    scriptFolder: "",
    takesOneFile: true,
    files: () => ({}),
};

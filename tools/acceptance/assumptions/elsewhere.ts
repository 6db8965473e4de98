import { Cloud } from "../../../src/microsoft/clouds";
import { notTried, type Assumption, type Finding } from "../assumption";

const needs = (what: string) => (): Promise<Finding> => Promise.resolve(notTried(`needs ${what}`));

/** What is assumed of hosts and services that a run in one tenant does not reach. */
export const elsewhereAssumptions: readonly Assumption[] = [
    {
        id: "china-exchange-host",
        statement: "In China ExchangeOnlineManagement calls partner.outlook.cn.",
        statedIn: "src/microsoft/clouds.ts",
        check: (lab) =>
            Promise.resolve(
                lab.login.connection.cloud === Cloud.China
                    ? { verdict: "confirmed", evidence: `the verification was answered by ${lab.services.exchangeUrl}` }
                    : notTried(`the tenant is in the cloud ${lab.login.connection.cloud}`),
            ),
    },
    {
        id: "sha1-signature",
        statement: "Microsoft Entra itself accepts a certificate that is signed with SHA-1; scanners do not.",
        statedIn: "src/certificate/certificateFacts.ts",
        check: needs("a certificate signed with SHA-1, which this program refuses to use"),
    },
    {
        id: "module-command-list",
        statement: "Connect-ExchangeOnline -CommandName takes no empty list.",
        statedIn: "src/delivery/powershell/mailboxesWork.ts",
        check: needs("PowerShell with ExchangeOnlineManagement"),
    },
    {
        id: "automation-not-exportable",
        statement: "A runbook of Azure Automation signs in with a certificate that is not exportable.",
        statedIn: "components/azure/automationDelivery.ts",
        check: needs("an Azure subscription"),
    },
    {
        id: "automation-runbook-hash",
        statement: "Azure Automation compares a runbook's text by SHA-256 of its UTF-8 form, in upper-case hex digits.",
        statedIn: "components/azure/runbookScript.ts",
        check: needs("an Azure subscription"),
    },
    {
        id: "cancelled-create",
        statement:
            "A signal to the whole process group while azuread waits for a new object loses the object from the state (one interrupt to pulumi alone does not: seen).",
        statedIn: "TRAPS.md",
        check: needs("an interrupted update, which this suite does not make"),
    },
];

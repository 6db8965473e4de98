import { Cloud } from "../../../src/microsoft/clouds";
import { needs, notTried, type Assumption } from "../assumption";

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
        statedIn: "src/certificate/signatureProblem.ts",
        check: needs("a certificate signed with SHA-1, which this program refuses to use"),
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
        id: "dod-compliance-scope",
        statement:
            "In the cloud DoD the scope for Security & Compliance PowerShell is the host of its documented connection URI.",
        statedIn: "src/microsoft/clouds.ts",
        check: needs("a tenant in the cloud DoD"),
    },
    {
        id: "ado-federation-forms",
        statement: "Service connections of Azure DevOps have the documented issuers and forms of subjects.",
        statedIn: "docs/deployer.md",
        check: needs("an Azure DevOps organization"),
    },
];

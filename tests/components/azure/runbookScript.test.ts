import { runbookScript } from "../../../components/azure";
import { automationAssets } from "../../../components/azure/automationAssets";
import { contentHash } from "../../../components/azure/runbookScript";
import { powershellParser, syntaxErrors } from "../../delivery/powershellGrammar";

describe("the runbook", () => {
    it("is PowerShell that always disconnects", async () => {
        const root = (await powershellParser())(runbookScript);
        expect(syntaxErrors(root)).toEqual([]);
        const [disconnecting] = root.descendantsOfType("finally_clause");
        expect(disconnecting?.text).toContain("Disconnect-ExchangeOnline -Confirm:$false");
    });

    it("reads the assets that the delivery makes, and no others", () => {
        const read = [...runbookScript.matchAll(/Get-Automation\w+ -Name '([^']+)'/g)].map(([, name]) => name);
        const { certificate, clientId, organization, thumbprint, exchangeEnvironmentName } = automationAssets;
        expect(read.sort()).toEqual([certificate, clientId, organization, thumbprint, exchangeEnvironmentName].sort());
    });

    it("is the same text for every tenant, and another text has another hash", () => {
        expect(runbookScript).not.toMatch(/onmicrosoft|[0-9a-f]{8}-[0-9a-f]{4}/);
        expect(contentHash("abc")).toBe("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    });
});

import * as pulumi from "@pulumi/pulumi";
import { UnattendedAccess } from "../../components";
import { readConfiguration } from "../../components/configuration";
import { registrations, tenantId } from "./mockEngine";

const organization = "exoip.onmicrosoft.com";

/** The message with which a program with such a configuration ends; lists and objects are JSON, as from the engine. */
async function refusal(values: Readonly<Record<string, unknown>>): Promise<string> {
    let message = "";
    const config = { "azuread:tenantId": tenantId, "exo-unattended:organization": organization, ...values };
    const seen = await registrations(() => {
        const texts = Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]);
        pulumi.runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
        try {
            new UnattendedAccess("exo", readConfiguration());
        } catch (error) {
            message = (error as Error).message;
        }
    });
    expect(seen).toEqual([]);
    return message;
}

describe("bad configuration is refused, and nothing is registered:", () => {
    it.each([
        ["two active certificates", { activeCertificate: ["a", "b"] }, "activeCertificate"],
        [
            "an option of a certificate that does not exist",
            { certificates: { current: { days: 365 } } },
            "certificates.current.days: is not an option here. Did you mean validityDays?",
        ],
        [
            "a misspelt key, which would leave a default in force",
            { role: ["Global Reader"] },
            "Configuration: exo-unattended:role: is not an option here. Did you mean roles?",
        ],
        [
            "a misspelt namespace, which would leave a default in force",
            { "exo-unatended:roles": ["Global Reader"] },
            "Configuration: exo-unatended:roles: is not a key that anything reads. Did you mean exo-unattended:roles?",
        ],
        [
            "a misspelt key of the azuread provider",
            { "azuread:enviroment": "china" },
            "Configuration: azuread:enviroment: is not a key that anything reads. Did you mean azuread:environment?",
        ],
        [
            "a key of the azuread provider in the project's own namespace",
            { tenantId },
            "Configuration: exo-unattended:tenantId: is not a key of this project. Set azuread:tenantId instead",
        ],
        [
            "a number where text is expected",
            { certificates: { current: { commonName: 20261126 } } },
            "certificates.current.commonName: is a number in YAML, not text (got 20261126). Put it in quotes",
        ],
        [
            "an organization of another cloud",
            { organization: "contoso.onmicrosoft.us" },
            "Set azuread:environment to usgovernmentl4 (GCC High) or usgovernmentl5 (DoD)",
        ],
    ])("%s", async (_, config, problem) => {
        const qualified = Object.entries(config).map(([key, value]: [string, unknown]) => [
            key.includes(":") ? key : `exo-unattended:${key}`,
            value,
        ]);
        expect(await refusal(Object.fromEntries(qualified) as Record<string, unknown>)).toContain(problem);
    });
});

import fc from "fast-check";
import { connectCommand, connectionParameters } from "../../src/delivery/connectCommand";
import { singleQuoted } from "../../src/shells/quoting";
import { Cloud } from "../../src/microsoft/clouds";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const connection = connectionOf(credentialOf(rsaKey()));

describe("a PowerShell literal", () => {
    test.each([
        ["contoso", "'contoso'"],
        ["O'Neill", "'O''Neill'"],
        ["\u2018a\u2019b\u201Ac\u201B", "'\u2018\u2018a\u2019\u2019b\u201A\u201Ac\u201B\u201B'"],
        ['$env:X `n "', "'$env:X `n \"'"],
        ["", "''"],
    ])("of %j is %j", (text, literal) => {
        expect(singleQuoted(text)).toBe(literal);
    });

    test("ends at its last character only, and means the text again", () => {
        const text = fc.string({ unit: fc.constantFrom("a", " ", "$", "'", "\u2018", "\u2019", "\u201A", "\u201B") });
        fc.assert(
            fc.property(text, (original) => {
                const inside = singleQuoted(original).slice(1, -1);
                expect(inside.replace(/(['\u2018-\u201B])\1/g, "")).not.toMatch(/['\u2018-\u201B]/);
                expect(inside.replace(/(['\u2018-\u201B])\1/g, "$1")).toBe(original);
            }),
        );
    });
});

describe("the text for a person who connects", () => {
    test("has the parameters under the names of Microsoft's examples", () => {
        expect(connectionParameters(connection)).toBe(
            [
                `$AppId = '${connection.clientId}'`,
                `$Thumbprint = '${connection.thumbprint}'`,
                "$Organization = 'contoso.onmicrosoft.com'",
            ].join("\n"),
        );
    });

    test("has the complete command", () => {
        expect(connectCommand(connection)).toBe(
            `Connect-ExchangeOnline -CertificateThumbprint '${connection.thumbprint}' -AppId '${connection.clientId}' -Organization 'contoso.onmicrosoft.com' -ShowBanner:$false`,
        );
    });

    test.each([
        [Cloud.UsGovernmentL4, "O365USGovGCCHigh"],
        [Cloud.UsGovernmentL5, "O365USGovDoD"],
        [Cloud.China, "O365China"],
    ])("names the environment of the cloud %s", (cloud, environment) => {
        expect(connectCommand({ ...connection, cloud })).toContain(` -ExchangeEnvironmentName ${environment} `);
    });
});

import { execFileSync } from "node:child_process";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { setVariable } from "../../src/delivery/connection/azureDevOps";
import { connectionFormats } from "../../src/delivery/connection/connectionFormats";
import { githubAssignment } from "../../src/delivery/connection/github";
import { connectCommand, connectionParameters } from "../../src/delivery/connectCommand";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { powershellParser, syntaxErrors } from "./powershellGrammar";

const connection = connectionOf(credentialOf(rsaKey()));
const variables = {
    EXO_APP_ID: connection.clientId,
    EXO_THUMBPRINT: connection.thumbprint,
    EXO_ORGANIZATION: connection.organization,
};

describe("the connection", () => {
    test("for PowerShell is what it is without --for, and PowerShell by the grammar", async () => {
        const text = connectionFormats.powershell(connection);
        expect(text).toBe(`${connectionParameters(connection)}\n\n${connectCommand(connection)}`);
        expect(syntaxErrors((await powershellParser())(text))).toEqual([]);
    });

    test("for bash sets the variables and calls pwsh with one command", () => {
        const script = `pwsh() { printf '%s\\n' "$EXO_APP_ID" "$EXO_THUMBPRINT" "$EXO_ORGANIZATION" "$@"; }\n${connectionFormats.bash(connection)}`;
        const shown = execFileSync("bash", ["-c", script], { encoding: "utf8" }).trimEnd().split("\n");
        expect(shown.slice(0, 3)).toEqual(Object.values(variables));
        expect(shown.slice(3, 6)).toEqual(["-NoProfile", "-NoExit", "-Command"]);
        expect(shown.slice(6).join("\n")).toMatch(
            /^Connect-ExchangeOnline -CertificateFilePath \$env:EXO_CERTIFICATE_FILE -CertificatePassword .*'contoso\.onmicrosoft\.com' -ShowBanner:\$false$/,
        );
    });

    test("for a .env file is read by Node.js", () => {
        expect(parseEnv(connectionFormats.dotenv(connection))).toEqual(variables);
    });

    test("for JSON is a document", () => {
        expect(JSON.parse(connectionFormats.json(connection))).toEqual({
            clientId: connection.clientId,
            thumbprint: connection.thumbprint,
            organization: connection.organization,
            command: connectCommand(connection),
        });
    });

    test("for GitHub Actions and Azure DevOps sets the variables and the command that goes without a file", async () => {
        const parse = await powershellParser();
        for (const format of [connectionFormats.github, connectionFormats["azure-devops"]]) {
            const set = Object.fromEntries(
                format(connection)
                    .split("\n")
                    .map((line) => line.replace(/^##vso\[task\.setvariable variable=(\w+)\]/, "$1="))
                    .map((line) => line.split(/=+(.*)/s).slice(0, 2) as [string, string]),
            );
            const { EXO_CONNECT_COMMAND: command = "", ...others } = set;
            expect(others).toEqual(variables);
            expect(command).toContain("-Certificate ([");
            expect(syntaxErrors(parse(command))).toEqual([]);
        }
    });
});

const unit = fc.constantFrom("a", "=", "\n", "\r", "%", "]", ";", "end-", "<<", "AZP25", "0A", "ü");

describe("a value with any characters", () => {
    test("is read again from a file of GitHub Actions", () => {
        fc.assert(
            fc.property(fc.string({ unit }), (value) => {
                const lines = githubAssignment("NAME", value).split("\n");
                const [, delimiter] = /^NAME<<(.+)$/.exec(lines[0] ?? "") ?? [];
                if (delimiter === undefined) {
                    expect(lines).toEqual([`NAME=${value}`]);
                    return;
                }
                const end = lines.indexOf(delimiter, 1);
                expect(lines.slice(1, end).join("\n")).toBe(value);
                expect(end).toBe(lines.length - 1);
            }),
        );
    });

    test("is one line for Azure DevOps, which its agent reads again", () => {
        fc.assert(
            fc.property(fc.string({ unit }), (value) => {
                const command = setVariable("NAME", value);
                expect(command).not.toMatch(/[\r\n]/);
                // As in the agent's CommandStringConvertor.
                const read = command
                    .replace("##vso[task.setvariable variable=NAME]", "")
                    .replaceAll("%0D", "\r")
                    .replaceAll("%0A", "\n")
                    .replaceAll("%AZP25", "%");
                expect(read).toBe(value);
            }),
        );
    });
});

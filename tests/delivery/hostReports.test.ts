import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { readHostReports, writeHostReport } from "../../src/delivery/hostReportFiles";
import { lastReports } from "../../src/delivery/hostReport";
import { UserError } from "../../src/errors/userError";

const clientId = "20000000-0000-4000-8000-000000000002";
const thumbprint = "AB".repeat(20);
const at = "2026-11-26T05:00:12Z";
const report = { host: "WEB1", clientId, thumbprint, at, by: "C:\\exo\\Büro\\Export-Mailbox.ps1" };
const script = { schemaVersion: 1, ...report };

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-reports-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

const write = (name: string, content: string | Buffer): void => {
    writeFileSync(join(folder, name), content);
};

describe("the reports of machines", () => {
    test("are read as each PowerShell writes them, and what is not complete yet is left out", () => {
        const text = JSON.stringify(script);
        write("1.json", text);
        write("2.json", `\uFEFF${text}\r\n`);
        write("3.json", Buffer.from(`\uFEFF${text}`, "utf16le"));
        write("4.json", JSON.stringify({ ...script, thumbprint: thumbprint.toLowerCase(), later: "added" }));
        write("5.json.4711.unfinished", '{"schema');
        expect(readHostReports(folder)).toEqual([report, report, report, report]);
    });

    test.each([
        ["another program's file", '{"name":"x"}', '"schemaVersion" is missing'],
        ["a text", '"x"', "not an object"],
        ["half a file", '{"schemaVersion":1,', "not JSON"],
        ["a later version", JSON.stringify({ ...script, schemaVersion: 2 }), '"schemaVersion" is missing or wrong'],
        ["a thumbprint that is none", JSON.stringify({ ...script, thumbprint: "secret" }), '"thumbprint" is missing'],
    ])("are not read without %s, which is named", (_, content, wrong) => {
        write("web1.json", content);
        expect(() => readHostReports(folder)).toThrow(`web1.json: is not a report of a machine: ${wrong}`);
        expect(() => readHostReports(folder)).not.toThrow(/secret/);
    });

    test("count once for each script, with the last: a folder may be given twice, or have older copies", () => {
        const older = { ...report, host: "web1", thumbprint: "CD".repeat(20), at: "2026-11-26T05:00:11.9Z" };
        const other = { ...report, by: "/opt/exo/other.ps1" };
        expect(lastReports([older, report, other, older])).toEqual([report, other]);
    });

    test("of a folder that is not there are an error", () => {
        expect(() => readHostReports(join(folder, "none"))).toThrow(UserError);
    });

    test("replace their own earlier one alone", () => {
        writeHostReport(folder, { clientId, thumbprint: "CD".repeat(20), at }, "exo-unattended verify");
        writeHostReport(folder, { clientId, thumbprint, at }, "exo-unattended verify");
        writeHostReport(folder, { clientId: "another", thumbprint, at }, "exo-unattended verify");
        const mine = { host: hostname(), thumbprint, at, by: "exo-unattended verify" };
        expect(readHostReports(folder)).toEqual([
            { clientId, ...mine },
            { clientId: "another", ...mine },
        ]);
        expect(readdirSync(folder)).toHaveLength(2);
    });
});

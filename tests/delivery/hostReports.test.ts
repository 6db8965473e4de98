import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { readHostReports, writeHostReport } from "../../src/delivery/hostReportFiles";
import { UserError } from "../../src/errors/userError";

const clientId = "20000000-0000-4000-8000-000000000002";
const thumbprint = "AB".repeat(20);
const at = "2026-11-26T05:00:12Z";
const script = { schemaVersion: 1, host: "WEB1", clientId, thumbprint, at, by: "C:\\exo\\Büro\\Export-Mailbox.ps1" };

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
        const { schemaVersion: _, ...report } = script;
        expect(readHostReports(folder)).toEqual([report, report, report, report]);
    });

    test.each([
        ["another program's file", '{"name":"x"}'],
        ["half a file", '{"schemaVersion":1,'],
        ["a later version", JSON.stringify({ ...script, schemaVersion: 2 })],
        ["a thumbprint that is none", JSON.stringify({ ...script, thumbprint: "secret" })],
    ])("are not read without %s, which is named", (_, content) => {
        write("web1.json", content);
        expect(() => readHostReports(folder)).toThrow(/web1\.json: is not a report of a machine/);
        expect(() => readHostReports(folder)).not.toThrow(/secret/);
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

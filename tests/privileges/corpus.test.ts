import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readScript } from "../../src/privileges/powershell/readScript";
import { reportOf, type PrivilegesReport, type ScriptReport } from "../../src/privileges/report";
import { usesOf } from "../../src/privileges/uses";
import { expected, type Expected } from "./expected";

const folder = path.join(__dirname, "scripts");
const scripts = readdirSync(folder).map((file) => path.parse(file).name);
const now = new Date("2026-11-26T12:00:00Z");

async function reportOn(name: string): Promise<PrivilegesReport> {
    const text = readFileSync(path.join(folder, `${name}.ps1`), "utf8");
    return reportOf([usesOf(await readScript(text, name))], { now });
}

/** A report in the words of the table. */
function inShort({ cmdlets, suggestion, traps, notFollowed, otherCommands }: ScriptReport): Expected {
    const withLists = {
        notFacts: suggestion.notFacts,
        unknown: suggestion.unknown,
        refused: suggestion.refused,
        traps: traps.map(({ title }) => title).filter((title) => title !== "Note"),
        notFollowed: notFollowed.map(({ line, text }) => `${line}: ${text}`),
        otherCommands,
    };
    return {
        cmdlets: Object.fromEntries(
            cmdlets.map(({ cmdlet, endpoint, parameters }) => [
                endpoint === "Exchange Online" ? cmdlet : `${cmdlet} (${endpoint})`,
                parameters.join(", "),
            ]),
        ),
        directoryRoles: suggestion.directoryRoles?.names.join(" + ") ?? "none",
        roleGroups: suggestion.roleGroups?.names.join(" + ") ?? "none",
        ...Object.fromEntries(Object.entries(withLists).filter(([, list]) => list.length > 0)),
    };
}

describe("A script's needs", () => {
    it.each(scripts)("are found in %s", async (name) => {
        const { scripts: reports } = await reportOn(name);
        expect(reports.map(inShort)).toEqual([expected[name]]);
    });

    it("are the same each time", async () => {
        for (const name of scripts.slice(0, 10)) {
            expect(await reportOn(name)).toEqual(await reportOn(name));
        }
    });

    it("are expected of every script, and of at least 40", () => {
        expect(Object.keys(expected).sort()).toEqual([...scripts].sort());
        expect(scripts.length).toBeGreaterThanOrEqual(40);
    });
});

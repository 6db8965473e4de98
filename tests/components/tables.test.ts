import path from "node:path";
import ts from "typescript";
import { ArgsCheck } from "../../components/args/argsCheck";
import { azureDeliveryTable } from "../../components/args/azureDeliveryArgs";
import { readArgs, type ArgsTable, type Row } from "../../components/args/table";
import { declaration, tagged, textOf } from "../../tools/docs/declarations";
import { azureComponentNames, componentNames } from "../../tools/docs/schema";
import { tableOf } from "../../tools/docs/tables";
import { nearest } from "../../components/args/nearest";

const names = [...componentNames, ...azureComponentNames];
const rows = names.flatMap((name) =>
    Object.entries(tableOf(name).rows).map(([argument, row]) => [name, argument, row] as const),
);

/** What a check says of args. */
function problemsOf(table: ArgsTable, args: object): string {
    const check = new ArgsCheck("Example");
    readArgs(check, "", args, table);
    try {
        check.throwProblems();
        return "";
    } catch (error) {
        return (error as Error).message;
    }
}

/** Expressions and PEM texts only say where a value comes from. */
const isValue = (row: Row): boolean => !/-----BEGIN|^"(access|application)\./.test(JSON.stringify(row.example));

describe("the tables of arguments", () => {
    it.each(rows.filter(([, , row]) => isValue(row)))(
        "of %s have an example for %s that is allowed",
        (name, argument, row) => {
            // The default role allows everything, and role groups beside it nothing more.
            const beside = argument === "exchangeRoleGroups" ? { roles: [] } : {};
            const problems = problemsOf(tableOf(name), { ...beside, [argument]: row.example });
            expect(
                problems.split("\n").filter((line) => line.includes(`${argument}:`) || line.includes(`${argument}[`)),
            ).toEqual([]);
        },
    );

    it.each(rows)("of %s name the same default for %s as its doc comment", (name, argument, row) => {
        const file = path.resolve(
            __dirname,
            `../../components/args/${name.charAt(0).toLowerCase()}${name.slice(1)}Args.ts`,
        );
        const member = declaration(file, ts.isInterfaceDeclaration, `${name}Args`).members.find(
            (candidate) => ts.isPropertySignature(candidate) && textOf(candidate.name) === argument,
        );
        const [documented = ""] = member === undefined ? [] : tagged(member, "default");
        if (row.required) {
            expect(documented).toBe("");
        } else if (row.default !== undefined && argument !== "runbookScript") {
            const isNothing = /^(""|\[\]|\{\})$/.test(JSON.stringify(row.default));
            expect(documented.replaceAll(/ (\w+):/g, '"$1":').replaceAll(/\s/g, "")).toMatch(
                isNothing
                    ? /^(none|\{\})/
                    : new RegExp(
                          `^${JSON.stringify(row.default)
                              .replace(/[[\]{}]/g, "\\$&")
                              .replaceAll(" ", "")}`,
                      ),
            );
        } else {
            expect(documented).not.toBe("");
        }
    });

    it("read nothing that they have no row for", () => {
        expect(problemsOf(azureDeliveryTable, { keyVaults: {} })).toBe(
            "Example: keyVaults: is not an option here. Did you mean keyVault? Options: keyVault, automation.",
        );
    });
});

describe("the name that somebody meant", () => {
    const known = ["tenantId", "organization", "roles", "exchangeRoleGroups", "validityDays", "rsaBits"];

    it.each([
        ["role", "roles"],
        ["Roles", "roles"],
        ["organisation", "organization"],
        ["tenant_id", "tenantId"],
        ["days", "validityDays"],
        ["rsabits", "rsaBits"],
        ["roles[0]", "roles"],
    ])("for %s is %s", (given, meant) => {
        expect(nearest(given, known)).toBe(meant);
    });

    it.each(["password", "x", "id"])("for %s is unknown", (given) => {
        expect(nearest(given, known)).toBeUndefined();
    });
});

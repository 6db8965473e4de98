import { z } from "zod";
import { findDirectoryRole } from "../../src/microsoft/directoryRoles";
import {
    exchangePermissions,
    findExchangeCmdlet,
    parameterRules,
    sourceText,
} from "../../src/microsoft/exchangePermissions";

const cmdlet = z.string().regex(/^[A-Z][A-Za-z]+-[A-Za-z0-9]+$/);
const supported = {
    confidence: z.enum(["documented", "observed", "inferred", "conflicting"]),
    sources: z.array(z.string()).min(1),
    note: z.string().optional(),
};
const roles = z.array(z.string()).min(1);
const schema = z.strictObject({
    sources: z.record(z.string(), z.string()),
    roleGroups: z.record(z.string(), z.strictObject({ roles, ...supported })),
    unassignedRoles: roles,
    directoryRoles: z.record(z.string(), z.strictObject({ roleGroups: z.array(z.string()).min(1), ...supported })),
    parameters: z.array(
        z.strictObject({ cmdlets: z.array(cmdlet).min(1), parameter: z.string(), roles, ...supported }),
    ),
    moduleCmdlets: z.array(cmdlet),
    restCmdlets: z.record(cmdlet, cmdlet),
    securityCompliance: z.strictObject({ only: z.array(cmdlet), both: z.array(cmdlet) }),
    refusedToApplications: z.strictObject({
        exchangeOnline: z.array(cmdlet),
        securityCompliance: z.array(cmdlet),
        sources: z.array(z.string()).min(1),
    }),
    cmdlets: z.record(
        cmdlet,
        z.strictObject({
            roles,
            possibleRoles: roles.optional(),
            appOnly: z.enum(["yes", "unknown", "no"]),
            ...supported,
        }),
    ),
});

const {
    sources,
    roleGroups,
    unassignedRoles,
    directoryRoles,
    parameters,
    cmdlets,
    refusedToApplications,
    restCmdlets,
} = exchangePermissions;
const supportedRows = [
    ...Object.values(roleGroups),
    ...Object.values(directoryRoles),
    ...parameters,
    ...Object.values(cmdlets),
];

describe("The table of Exchange permissions", () => {
    it("has the form that its types promise", () => {
        expect(schema.safeParse(exchangePermissions).error).toBeUndefined();
        expect(Object.keys(cmdlets).length).toBeGreaterThan(450);
    });

    it("names a known source for every statement, and no source without a statement", () => {
        const named = new Set(
            [...supportedRows, refusedToApplications].flatMap((row) => row.sources.map((key) => key.split(":")[0])),
        );
        expect([...named].filter((key) => !Object.hasOwn(sources, key ?? ""))).toEqual([]);
        expect(Object.keys(sources).filter((key) => !named.has(key))).toEqual(["tenant", "rest-cmdlets"]);
        expect(sourceText("dsc26:EXOTransportRule")).toContain("permissions of the resource EXOTransportRule,");
    });

    it("names only management roles that a role group brings or that are known to be in none", () => {
        const known = new Set([...Object.values(roleGroups).flatMap((group) => group.roles), ...unassignedRoles]);
        const used = [...Object.values(cmdlets), ...parameters].flatMap((row) => [
            ...row.roles,
            ...("possibleRoles" in row ? (row.possibleRoles ?? []) : []),
        ]);
        expect([...new Set(used)].filter((role) => !known.has(role))).toEqual([]);
    });

    it("has no role twice in a row, and none that is both held and possible", () => {
        const twice = Object.entries(cmdlets).filter(([, row]) => {
            const all = [...row.roles, ...(row.possibleRoles ?? [])];
            return new Set(all).size < all.length;
        });
        expect(twice).toEqual([]);
    });

    it("knows the directory roles that Exchange Online accepts, and the role groups that they bring", () => {
        expect(Object.keys(directoryRoles).filter((name) => findDirectoryRole(name) === undefined)).toEqual([]);
        const groups = Object.values(directoryRoles).flatMap((role) => role.roleGroups);
        expect(groups.filter((group) => !Object.hasOwn(roleGroups, group))).toEqual([]);
    });

    it("refers to cmdlets that it has", () => {
        const referred = [
            ...parameters.flatMap((rule) => rule.cmdlets),
            ...Object.values(restCmdlets),
            ...refusedToApplications.exchangeOnline,
        ];
        expect(referred.filter((name) => !Object.hasOwn(cmdlets, name))).toEqual([]);
        expect(refusedToApplications.exchangeOnline.filter((name) => cmdlets[name]?.appOnly !== "no")).toEqual([]);
        expect(parameterRules("Add-DistributionGroupMember")).toHaveLength(1);
    });

    it("promises nothing", () => {
        const texts = [...Object.values(sources), ...supportedRows.map(({ note = "" }) => note)];
        expect(texts.filter((text) => /\b(least|guarantee\w*|complete\w*|certainly|always)\b/i.test(text))).toEqual([]);
    });

    it("finds a cmdlet in any case, and the one that decides on Get-EXOMailbox", () => {
        expect(findExchangeCmdlet("get-exomailbox")).toMatchObject({
            name: "Get-EXOMailbox",
            serverName: "Get-Mailbox",
        });
        expect(findExchangeCmdlet("GET-LABEL")).toMatchObject({ endpoint: "Security & Compliance", row: undefined });
        expect(findExchangeCmdlet("Get-Nothing")).toBeUndefined();
    });
});

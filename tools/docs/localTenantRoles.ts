import { exchangePermissions } from "../../src/microsoft/exchangePermissions";

/**
 * packages/local-tenant/src/exchange/managementRoleTable.ts: the part of the table of Exchange permissions that is documented
 * or observed. The local tenant is a package of its own, so it has a copy.
 */
export function localTenantRoles(): string {
    const { cmdlets, parameters } = exchangePermissions;
    const roles = Object.entries(cmdlets)
        .filter(([, { confidence }]) => confidence === "documented" || confidence === "observed")
        .map(([cmdlet, row]) => `    "${cmdlet}": ${JSON.stringify(row.roles.join("; "))},`);
    const rules = parameters
        .filter(({ confidence }) => confidence === "documented")
        .flatMap((rule) => rule.cmdlets.map((cmdlet) => ({ ...rule, cmdlet })))
        .map((rule) => `    "${rule.cmdlet}": { ${rule.parameter}: ${JSON.stringify(rule.roles)} },`);
    return `/**
 * Which management roles hold which cmdlets, as far as that is documented or was observed; Microsoft publishes no table. The
 * roles of a cmdlet are separated by semicolons. Sources: Microsoft365DSC's settings.json of its Exchange resources,
 * learn.microsoft.com/exchange/permissions-exo and the cmdlets' pages. Written by \`npm run docs\`.
 */
// prettier-ignore
export const cmdletRoles: Readonly<Record<string, string>> = {
${roles.join("\n")}
};

/** Parameters that only some of a cmdlet's roles have, by cmdlet. */
// prettier-ignore
export const parameterRoles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
${rules.join("\n")}
};
`;
}

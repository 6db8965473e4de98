import { cmdletRoles, parameterRoles } from "./managementRoleTable";

/** The management roles that hold a cmdlet, or undefined when that is not known. */
export function rolesThatHold(cmdlet: string): readonly string[] | undefined {
    return byName.get(cmdlet.toLowerCase())?.roles;
}

/** The roles that hold a cmdlet with all of those parameters; a parameter without an entry of its own is in every role. */
export function rolesThatHoldWith(cmdlet: string, parameters: readonly string[]): readonly string[] | undefined {
    const entry = byName.get(cmdlet.toLowerCase());
    const tables = parameters.map((parameter) => entry?.parameters.get(parameter.toLowerCase()));
    return entry?.roles.filter((role) => tables.every((roles) => roles === undefined || roles.includes(role)));
}

/** All management roles that hold a known cmdlet. */
export const managementRoles: readonly string[] = [
    ...new Set(Object.values(cmdletRoles).flatMap((roles) => roles.split("; "))),
].sort();

const byName = new Map(
    Object.entries(cmdletRoles).map(([name, roles]) => [
        name.toLowerCase(),
        {
            roles: roles.split("; "),
            parameters: new Map(
                Object.entries(parameterRoles[name] ?? {}).map(([parameter, of]) => [parameter.toLowerCase(), of]),
            ),
        },
    ]),
);

import { nameOf } from "../identities/names";
import { chooseApplication } from "./applications";
import type { Compared } from "./compared";
import { credentialFindings } from "./credentials";
import type { Finding } from "./finding";
import { goneFindings } from "./gone";
import { grantFindings } from "./grants";
import { propertyFindings } from "./properties";
import { accessName, tenantResources, type TenantResource } from "./stackResources";

/** All ways in which a stack's state and its tenant differ, in the order in which they can be repaired. */
export function compare(compared: Compared): Finding[] {
    const resources = tenantResources(compared.state);
    return [
        ...goneFindings(resources, compared),
        ...loginNames(compared).flatMap((name) => loginFindings(name, resources, compared)),
    ];
}

/** The names of the stack's logins: of the applications in its state, and in the tags of the tenant's. */
export function loginNames({ state, tenant, tagPrefix }: Pick<Compared, "state" | "tenant" | "tagPrefix">): string[] {
    const inState = tenantResources(state).filter(({ kind }) => kind === "Application");
    const inTags = tenant.logins.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith(tagPrefix)));
    return [
        ...new Set([...inState.map(({ urn }) => nameOf(urn)), ...inTags.map((tag) => tag.slice(tagPrefix.length))]),
    ].sort();
}

function loginFindings(name: string, resources: readonly TenantResource[], compared: Compared): Finding[] {
    const there = resources.filter(({ id }) => !compared.tenant.gone.has(id));
    const live = there.filter((one) => one.delete !== true);
    const { login, findings } = chooseApplication(name, live, compared);
    if (login === undefined) {
        return [...findings];
    }
    const names = { application: name, access: accessName(compared.state, login.clientId, name) };
    return [
        ...findings,
        ...propertyFindings(login, names, live, compared),
        ...grantFindings(login, names, there, compared),
        ...credentialFindings(login, name, there, compared),
    ];
}

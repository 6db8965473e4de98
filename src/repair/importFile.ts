import type { ImportFile, ImportResource } from "../pulumi/changes";
import type { StateResource } from "../pulumi/state";
import { componentToken, nameOf, typeOf, type Kind } from "../identities/names";
import { componentOf, providerUrn, type ComponentKind } from "./stackResources";

/** An object of the tenant that the state is to take in, and its place there. */
export interface Adoption {
    readonly kind: Kind;
    /** The resource's name. */
    readonly name: string;
    /** In the azuread provider's form. */
    readonly id: string;
    /** The name of the component that it belongs to. */
    readonly component: string;
}

const parents: Readonly<Record<Kind, ComponentKind>> = {
    Application: "ExchangeApplication",
    ApplicationCertificate: "ExchangeApplication",
    ServicePrincipal: "TenantAccess",
    AppRoleAssignment: "TenantAccess",
    DirectoryRoleAssignment: "TenantAccess",
};

/**
 * What `pulumi import --file` needs to take the objects in under their components, by the provider that the stack uses.
 * Components that the state has not are made, with `UnattendedAccess` at the top of the stack.
 */
export function importFile(adoptions: readonly Adoption[], state: readonly StateResource[]): ImportFile {
    const nameTable: Record<string, string> = {};
    const resources: ImportResource[] = [];

    const component = (kind: ComponentKind, logicalName: string): string => {
        const name = `${kind}-${logicalName}`;
        const inState = componentOf(state, kind, logicalName);
        if (inState !== undefined) {
            nameTable[name] = inState.urn;
        } else if (!resources.some((resource) => resource.name === name)) {
            const parent = kind === "UnattendedAccess" ? {} : { parent: component("UnattendedAccess", logicalName) };
            resources.push({ type: componentToken(kind), name, logicalName, component: true, ...parent });
        }
        return name;
    };

    const provider = providerOf(state);
    for (const { kind, name, id, component: owner } of adoptions) {
        const parent = component(parents[kind], owner);
        resources.push({
            ...{ type: typeOf(kind), name: `${kind}-${name}`, logicalName: name, id, parent },
            ...(provider === undefined ? {} : use(provider, nameTable)),
        });
    }
    return { nameTable, resources };
}

/** URN of the azuread provider that the stack's resources have, or of one that the state has at all. */
function providerOf(state: readonly StateResource[]): string | undefined {
    const used = state.find(({ type, provider }) => type.startsWith("azuread:") && provider !== undefined)?.provider;
    return used === undefined ? state.find(({ type }) => type === "pulumi:providers:azuread")?.urn : providerUrn(used);
}

function use(urn: string, nameTable: Record<string, string>): Pick<ImportResource, "provider" | "version"> {
    // The engine names default providers by their version, and finds them by it.
    const version = /^default_(\d+)_(\d+)_(\d+)/.exec(nameOf(urn))?.slice(1).join(".");
    if (version !== undefined) {
        return { version };
    }
    nameTable["azuread"] = urn;
    return { provider: "azuread" };
}

import { nameOf } from "../identities/names";
import { secretValue, unknownValue, type ResourceState } from "../pulumi/documents/step";
import type { Evidence, Known } from "./tuple";
import { azuread } from "./readableProperties";

/** A resource, and where it was found. */
export interface FoundResource {
    /** Its URN in the program as it is now: the state before may still have an older one. */
    readonly urn: string;
    readonly state: ResourceState;
    /** Whether the update makes a new object in the place of the one before. */
    readonly isReplacement: boolean;
    readonly evidence: readonly Evidence[];
}

/** The type that a URN names. */
function typeIn(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

const applications = new Set(["Application", "ApplicationRegistration"].map(azuread));
const servicePrincipals = new Set([azuread("ServicePrincipal")]);

/** The resources of a stack at one time, and how they refer to each other. */
export class Resources {
    private readonly byUrn = new Map<string, FoundResource>();
    private readonly byId = new Map<string, FoundResource>();
    /** By type and name, and by type and parent: a log may hold many thousand resources. */
    private readonly byName = new Map<string, FoundResource[]>();
    private readonly byParent = new Map<string, FoundResource[]>();
    private readonly newOf = new Map<string, FoundResource[]>();
    /** URNs of resources that belong to a login which the document does not show. */
    readonly unresolved = new Set<string>();

    constructor(
        readonly all: readonly FoundResource[],
        /** The tenant of the stack's configuration. */
        private readonly configuredTenantId: string | undefined,
        /** The resources before: what a document leaves out after the update stays as it was. */
        readonly earlier?: Resources,
    ) {
        for (const found of all) {
            this.byUrn.set(found.state.urn, found);
            this.byUrn.set(found.urn, found);
            const { id, parent, outputs } = found.state;
            const clientId = outputs["clientId"] ?? outputs["applicationId"];
            for (const one of [id, id?.split("/").at(-1), outputs["objectId"], clientId]) {
                // Only applications and service principals are looked up by id, and a client id belongs to both.
                const type = applications.has(found.state.type) ? "application" : found.state.type;
                if (typeof one === "string" && isKnown(one)) {
                    this.byId.set(`${type} ${one.toLowerCase()}`, found);
                }
            }
            const { type } = found.state;
            push(this.byName, `${type} ${nameOf(found.urn)}`, found);
            if (parent !== undefined) {
                push(this.byParent, `${type} ${parent}`, found);
            }
            if (!found.state.isExternal && typeof textIn(found.state, "objectId") !== "string") {
                push(this.newOf, type, found);
            }
        }
    }

    get(urn: string): FoundResource | undefined {
        return this.byUrn.get(urn);
    }

    /** The resources of that type and name. */
    named(type: string, name: string): readonly FoundResource[] {
        return this.byName.get(`${type} ${name}`) ?? [];
    }

    /** The resource of these types that a property's value comes from, or the URN of one that the document does not show. */
    source({ state }: FoundResource, property: string, types: ReadonlySet<string>): string | undefined {
        return (state.propertyDependencies[property] ?? []).filter((urn) => types.has(typeIn(urn))).sort()[0];
    }

    /** The login's name of what has this application: the name of the application in the program. */
    application(found: FoundResource, ...properties: readonly string[]): string {
        const application = this.find(found, properties, applications);
        return application === undefined ? this.fallback(found, properties) : nameOf(application);
    }

    /** The login's name of this service principal: its application's, where the document shows which it is. */
    principal(found: FoundResource, ...properties: readonly string[]): string {
        const urn = this.find(found, properties, servicePrincipals);
        if (urn === undefined) {
            // A client id, or an application of the same program.
            const application = this.find(found, properties, applications);
            return application === undefined ? this.fallback(found, properties) : nameOf(application);
        }
        const servicePrincipal = this.byUrn.get(urn);
        return servicePrincipal === undefined ? nameOf(urn) : this.loginOf(servicePrincipal);
    }

    /** The login's name of a service principal. */
    loginOf(servicePrincipal: FoundResource): string {
        const application = this.find(servicePrincipal, ["clientId", "applicationId"], applications);
        return nameOf(application ?? servicePrincipal.urn);
    }

    /** The tenant that a resource is in. */
    tenant({ state }: FoundResource): Known<string> {
        const provider = this.byUrn.get(state.provider?.replace(/::[^:]*$/, "") ?? "");
        const parent = this.byUrn.get(state.parent ?? "");
        for (const holder of [provider, parent]) {
            const tenantId = holder && textIn(holder.state, "tenantId");
            if (tenantId) {
                return tenantId.toLowerCase();
            }
        }
        return this.configuredTenantId ?? null;
    }

    private find(found: FoundResource, properties: readonly string[], types: ReadonlySet<string>): string | undefined {
        for (const property of properties) {
            const source =
                this.source(found, property, types) ?? this.withId(textIn(found.state, property), types)?.urn;
            if (source !== undefined) {
                return source;
            }
        }
        return this.besides(found, types) ?? (this.isUnknown(found, properties) ? this.onlyNew(types) : undefined);
    }

    /** What a value that is not known yet comes from is made by the update, too: the only one of these types is meant. */
    private onlyNew(types: ReadonlySet<string>): string | undefined {
        const found = [...types].flatMap((type) => this.newOf.get(type) ?? []);
        return found.length === 1 ? found[0]?.urn : undefined;
    }

    private isUnknown({ state }: FoundResource, properties: readonly string[]): boolean {
        return properties.some((property) => textIn(state, property) === null);
    }

    private withId(id: Known<string> | undefined, types: ReadonlySet<string>): FoundResource | undefined {
        const kind = types === applications ? "application" : azuread("ServicePrincipal");
        const short = id?.toLowerCase().split("/").at(-1);
        return short === undefined ? undefined : this.byId.get(`${kind} ${short}`);
    }

    /**
     * Streamed events lack dependencies, and what is made by the update has no id yet: then the one of the same component that
     * has the component's name is meant, or the only one.
     */
    private besides({ state }: FoundResource, types: ReadonlySet<string>): string | undefined {
        const { parent } = state;
        if (parent === undefined || typeIn(parent) === "pulumi:pulumi:Stack") {
            return undefined;
        }
        const siblings = [...types]
            .flatMap((type) => this.byParent.get(`${type} ${parent}`) ?? [])
            .filter((one) => one.state !== state);
        const named = siblings.find(({ urn }) => nameOf(urn) === nameOf(parent));
        return (named ?? (siblings.length === 1 ? siblings[0] : undefined))?.urn;
    }

    private fallback(found: FoundResource, properties: readonly string[]): string {
        const { urn, state } = found;
        if (this.isUnknown(found, properties)) {
            this.unresolved.add(urn);
        }
        return (
            properties.map((property) => textIn(state, property)).find((id) => typeof id === "string") ?? nameOf(urn)
        );
    }
}

function push<T>(lists: Map<string, T[]>, key: string, one: T): void {
    const list = lists.get(key);
    if (list === undefined) {
        lists.set(key, [one]);
    } else {
        list.push(one);
    }
}

/** Whether a value is neither unknown nor secret. */
function isKnown(value: unknown): boolean {
    return value !== unknownValue && value !== secretValue;
}

/**
 * A property: what the program gives, else what the provider answered.
 * @returns undefined when there is none, null when it is not known yet or secret
 */
export function valueIn(state: ResourceState, property: string): unknown {
    const value = state.inputs?.[property] ?? state.outputs[property];
    return value === undefined || isKnown(value) ? value : null;
}

/** A property that is a text; what is something else is not understood, so it is not known. */
export function textIn(state: ResourceState, property: string): Known<string> | undefined {
    const value = valueIn(state, property);
    return value === undefined || value === "" ? undefined : typeof value === "string" ? value : null;
}

/** The client id of an application or service principal, which was its application id until version 6 of the provider. */
export function clientIdIn(state: ResourceState): Known<string> | undefined {
    const clientId = textIn(state, "clientId");
    return clientId === undefined ? textIn(state, "applicationId") : clientId;
}

/**
 * A property that is a text and has a default: an answer that is not known yet means that the program does not set it.
 */
export function textOr(state: ResourceState, property: string, otherwise: string): Known<string> {
    const input = state.inputs?.[property];
    if (input === undefined && !isKnown(state.outputs[property])) {
        return otherwise;
    }
    const text = textIn(state, property);
    return text === undefined ? otherwise : text;
}

/** A property that is a number. */
export function numberIn(state: ResourceState, property: string): number | undefined {
    const value = valueIn(state, property);
    return typeof value === "number" ? value : undefined;
}

/** A property that is a list of texts; null when it, or one of them, is not known yet. */
export function textsIn(state: ResourceState, property: string): Known<readonly string[]> {
    const value = valueIn(state, property) ?? [];
    if (valueIn(state, property) === null || !Array.isArray(value)) {
        return null;
    }
    return value.every((one) => typeof one === "string" && isKnown(one)) ? (value as string[]) : null;
}

/** The place in the program: the component's name, and the resource's. */
export function placeOf({ urn, state: { parent } }: FoundResource): string {
    return parent === undefined || typeIn(parent) === "pulumi:pulumi:Stack" || nameOf(parent) === ""
        ? nameOf(urn)
        : `${nameOf(parent)}/${nameOf(urn)}`;
}

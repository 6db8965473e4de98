import type { State, Tenant } from "./state";

// To copy a state of thousands of objects takes long, and most requests change one of them. So a draft copies a list when
// it is asked for, and of a list's objects those alone whose own objects are asked for, or that are changed.

/** A copy of a state to work on, and what becomes of it. */
export interface Draft {
    readonly state: State;
    /** The state with what was done to the copy. It shares with the first one what did not change. */
    settle(): State;
}

/** What stands in for a part of a draft, and what it has become. */
interface Part<Value> {
    readonly draft: Value;
    readonly settle: () => Value;
}

export function draftOf(state: State, texts: Texts): Draft {
    const drafts = new Map<string, Part<Tenant>>();
    const draftOfTenant = (id: string, tenant: Tenant): Part<Tenant> => {
        const known = drafts.get(id) ?? tenantDraft(tenant, texts);
        drafts.set(id, known);
        return known;
    };
    const others = { ...state };
    const entries = Object.entries(state.tenants);
    const properties = entries.map(([id, tenant]) => [
        id,
        { enumerable: true, get: () => draftOfTenant(id, tenant).draft },
    ]);
    const tenants = Object.defineProperties({}, Object.fromEntries(properties) as PropertyDescriptorMap);
    return {
        state: { ...others, tenants: tenants },
        settle: () => ({
            ...others,
            tenants: Object.fromEntries(entries.map(([id, tenant]) => [id, drafts.get(id)?.settle() ?? tenant])),
        }),
    };
}

/** Its properties are made when they are first asked for. */
function tenantDraft(tenant: Tenant, texts: Texts): Part<Tenant> {
    const parts = new Map<string, Part<unknown>>();
    const set = new Map<string, unknown>();
    const entries = Object.entries(tenant) as [string, unknown][];
    const partOf = (name: string, value: unknown): Part<unknown> => {
        const known = parts.get(name) ?? propertyDraft(value, texts);
        parts.set(name, known);
        return known;
    };
    const properties = entries.map(([name, value]) => [
        name,
        {
            enumerable: true,
            get: () => (set.has(name) ? set.get(name) : partOf(name, value).draft),
            set: (other: unknown) => set.set(name, other),
        },
    ]);
    const settled = (name: string, value: unknown): unknown =>
        set.has(name) ? texts.settled(set.get(name)) : (parts.get(name)?.settle() ?? value);
    return {
        draft: Object.defineProperties({}, Object.fromEntries(properties) as PropertyDescriptorMap) as Tenant,
        settle: () => {
            const all = entries.map(([name, value]) => [name, settled(name, value)] as const);
            // The one that was not changed keeps its text: there may be hundreds of them.
            return all.every(([, value], index) => value === entries[index]?.[1])
                ? tenant
                : (Object.fromEntries(all) as unknown as Tenant);
        },
    };
}

function propertyDraft(value: unknown, texts: Texts): Part<unknown> {
    const draft = Array.isArray(value) ? value.map((item: unknown) => texts.draftOf(item)) : texts.copyOf(value);
    return {
        draft,
        settle: () => {
            const settled = texts.settled(draft);
            return isUnchanged(value, settled) ? value : settled;
        },
    };
}

function isUnchanged(list: unknown, other: unknown): boolean {
    return (
        Array.isArray(list) &&
        Array.isArray(other) &&
        list.length === other.length &&
        list.every((item, index) => item === other[index])
    );
}

/** JSON texts of objects that never change, made once each, and copies that are made of them. */
export class Texts {
    readonly #known = new WeakMap<object, string>();
    /** What the objects are now that the stand-ins of drafts stand for. */
    readonly #standIns = new WeakMap<object, () => { readonly current: object; readonly isOriginal: boolean }>();

    /** The state as JSON. */
    ofState({ tenants, ...others }: State): string {
        const each = Object.entries(tenants).map(([id, tenant]) => `${JSON.stringify(id)}:${this.#ofTenant(tenant)}`);
        return `${JSON.stringify(others).slice(0, -1)},"tenants":{${each.join(",")}}}`;
    }

    copyOf(value: unknown): unknown {
        return isObject(value) ? (JSON.parse(this.#of(value)) as unknown) : value;
    }

    /** Stands in for an object, and becomes a copy of it when that could be changed. */
    draftOf(original: unknown): unknown {
        if (!isObject(original)) {
            return original;
        }
        let current = original;
        const own = (): object => {
            current = current === original ? (this.copyOf(original) as object) : current;
            return current;
        };
        const standIn = new Proxy(original, {
            get: (_, name) => {
                const value: unknown = Reflect.get(current, name);
                return isObject(value) ? (Reflect.get(own(), name) as unknown) : value;
            },
            set: (_, name, value) => Reflect.set(own(), name, value),
            deleteProperty: (_, name) => Reflect.deleteProperty(own(), name),
            has: (_, name) => Reflect.has(current, name),
            ownKeys: () => Reflect.ownKeys(current),
            getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(own(), name),
        });
        this.#standIns.set(standIn, () => ({ current, isOriginal: current === original }));
        return standIn;
    }

    /** What a draft's property has become, without stand-ins. */
    settled(value: unknown): unknown {
        if (!Array.isArray(value)) {
            return isObject(value) ? this.#settledObject(value) : value;
        }
        return value.map((item: unknown) => (isObject(item) ? this.#settledObject(item) : item));
    }

    #settledObject(value: object): object {
        const { current, isOriginal } = this.#standIns.get(value)?.() ?? { current: value, isOriginal: false };
        if (isOriginal) {
            return current;
        }
        // There may be stand-ins in it, too.
        const text = JSON.stringify(current);
        const plain = JSON.parse(text) as object;
        this.#known.set(plain, text);
        return plain;
    }

    #ofTenant(tenant: Tenant): string {
        const known = this.#known.get(tenant);
        if (known !== undefined) {
            return known;
        }
        const properties = Object.entries(tenant)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]: [string, unknown]) => `${JSON.stringify(name)}:${this.#ofProperty(value)}`);
        const text = `{${properties.join(",")}}`;
        this.#known.set(tenant, text);
        return text;
    }

    #ofProperty(value: unknown): string {
        return Array.isArray(value) ? `[${value.map((item: unknown) => this.#of(item)).join(",")}]` : this.#of(value);
    }

    #of(value: unknown): string {
        if (!isObject(value)) {
            return JSON.stringify(value);
        }
        const text = this.#known.get(value) ?? JSON.stringify(value);
        this.#known.set(value, text);
        return text;
    }
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

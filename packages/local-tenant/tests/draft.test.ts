import fc from "fast-check";
import { draftOf, Texts } from "../src/draft";
import type { State } from "../src/state";

interface Item {
    id: number;
    name: string | null;
    tags: string[];
    nested: { inner: { value: number }[] };
}

/** As much of a tenant as it takes: two lists, an object and a text. */
interface Small {
    title: string;
    policy: { isEnabled: boolean };
    one: Item[];
    other: (Item | { kind: string; object: Item })[];
}

const item = (id: number): Item => ({ id, name: `item ${id}`, tags: [], nested: { inner: [{ value: id }] } });
const small = (): Small => ({
    title: "small",
    policy: { isEnabled: false },
    one: [item(1), item(2), item(3)],
    other: [item(4)],
});

/** What handlers do to a tenant: to the draft, and to a plain copy. */
const changes: Readonly<Record<string, (tenant: Small, at: number) => unknown>> = {
    "reads an item": (tenant, at) => ({ ...tenant.one[at % tenant.one.length] }),
    "finds by id": (tenant, at) => tenant.one.find(({ id }) => id === at)?.nested.inner.length,
    "changes a text": (tenant, at) => {
        tenant.one.forEach((each) => (each.name = each.id === at ? null : each.name));
    },
    "adds to an inner list": (tenant, at) => tenant.one.at(at % 3)?.tags.push("tag"),
    "changes an inner object": (tenant, at) => tenant.one.at(at % 3)?.nested.inner.forEach((one) => (one.value += at)),
    "assigns several at once": (tenant, at) => Object.assign(tenant.one.at(at % 3) ?? {}, { name: "new", tags: ["x"] }),
    "adds an item": (tenant, at) => tenant.one.push(item(at + 10)),
    "removes items": (tenant, at) => (tenant.one = tenant.one.filter(({ id }) => id !== at)),
    "removes a property": (tenant, at) => Reflect.deleteProperty(tenant.one.at(at % 3) ?? {}, "name"),
    "moves an item": (tenant, at) => {
        const moved = tenant.one.find(({ id }) => id === at);
        tenant.one = tenant.one.filter((each) => each !== moved);
        tenant.other.push(...(moved ? [{ kind: "moved", object: moved }] : []));
    },
    "changes the policy": (tenant) => (tenant.policy.isEnabled = !tenant.policy.isEnabled),
    "replaces the policy": (tenant) => (tenant.policy = { ...tenant.policy, isEnabled: true }),
    "changes the title": (tenant, at) => (tenant.title += String(at)),
};

const stateOf = (tenant: Small): State => ({ format: 3, issuers: [], tenants: { small: tenant } }) as unknown as State;
const tenantOf = ({ tenants }: State): Small => tenants.small as unknown as Small;

test("a draft becomes what a copy becomes by the same changes, and leaves the state that it was made of as it was", () => {
    fc.assert(
        fc.property(
            fc.array(fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.nat(5)), { maxLength: 6 }), {
                maxLength: 4,
            }),
            (requests) => {
                const texts = new Texts();
                let state = stateOf(small());
                const copy = small();
                for (const request of requests) {
                    const before = JSON.stringify(state);
                    const draft = draftOf(state, texts);
                    for (const [name, at] of request) {
                        const change = changes[name] ?? (() => undefined);
                        expect(change(tenantOf(draft.state), at)).toEqual(change(copy, at));
                    }
                    expect(JSON.stringify(draft.state)).toBe(JSON.stringify(stateOf(copy)));
                    const settled = draft.settle();
                    expect(JSON.stringify(state)).toBe(before);
                    expect(JSON.parse(texts.ofState(settled))).toEqual(stateOf(copy));
                    state = settled;
                }
            },
        ),
        { numRuns: 200 },
    );
});

test("what nobody changes is the same object afterwards", () => {
    const state = stateOf(small());
    const draft = draftOf(state, new Texts());
    const { one } = tenantOf(draft.state);
    one.push(item(9));
    expect(one.some(({ id }) => id === 2)).toBe(true);
    const settled = tenantOf(draft.settle());
    expect(settled.one[1]).toBe(tenantOf(state).one[1]);
    expect(settled.other).toBe(tenantOf(state).other);
});

import {
    type Call,
    type Created,
    type DiffRequest,
    IncompleteError,
    ProviderError,
    type ResourceType,
} from "../protocol/provider";
import { type PropertyMap, unknownValue } from "../protocol/values";
import { check } from "./check";
import { logged } from "./diagnostics";
import { diff } from "./diff";
import type { Graph, GraphSession } from "./graph";
import { importedInputs, refreshedInputs } from "./inputs";
import { knownPart, plan, settled, withClearedFlags } from "./plan";
import { type Schema, withSecrets } from "./schema";

/** What is particular to one type of resource: its properties and its HTTP calls. */
export interface Definition {
    readonly schema: Schema;
    /** How long an operation may take when the program sets no `customTimeouts`. */
    readonly minutes: {
        readonly create: number;
        readonly read: number;
        readonly update?: number;
        readonly delete: number;
    };
    /** Rules across properties, which also hold in a preview. */
    readonly rules?: (session: GraphSession, planned: PropertyMap, olds: PropertyMap | undefined) => Promise<void>;
    /** Makes the object. What fails before `exists` is told leaves no trace in the state. */
    readonly create: (session: GraphSession, planned: PropertyMap, exists: (id: string) => void) => Promise<string>;
    /**
     * The object as it is, or undefined when it is gone. `known` fills in what the service does not tell, and `noted`
     * takes what has been read when there are more requests to come.
     */
    readonly read: (
        session: GraphSession,
        id: string,
        known: PropertyMap,
        noted: (part: PropertyMap) => void,
    ) => Promise<PropertyMap | undefined>;
    /** Not for resources of which every input replaces. */
    readonly update?: (session: GraphSession, id: string, planned: PropertyMap, olds: PropertyMap) => Promise<void>;
    readonly delete: (session: GraphSession, id: string, state: PropertyMap) => Promise<void>;
}

/** Gives a definition the life cycle that all resources of the provider have. */
export function resource(definition: Definition, version: string, connection: () => Graph): ResourceType {
    const { schema, minutes } = definition;
    const sealed = (properties: PropertyMap): PropertyMap => withSecrets(schema, properties);

    async function planFor(urn: string, call: Call, news: PropertyMap, olds?: PropertyMap): Promise<PropertyMap> {
        const result = plan(schema, news, olds);
        const session = connection().session(call, minutes.create);
        await named("diffing", urn, () =>
            logged(call, urn, version, async () => definition.rules?.(session, result, olds)),
        );
        return result;
    }

    /** Writes and reads what was written; a failure keeps what is known of an object that exists by then. */
    async function write({ verb, urn, call, session, planned, known }: Writing, run: Write): Promise<Created> {
        let existing = "";
        let kept = knownPart(schema, planned);
        try {
            return await logged(call, urn, version, async () => {
                const id = await run((id) => (existing = id));
                existing = id;
                const state = await definition.read(session, id, known, (part) => {
                    kept = { ...kept, ...settled(schema, planned, part) };
                });
                if (!state) {
                    throw new LostError(`expected non-nil error with nil state during ${verb} of ${urn}`);
                }
                return { id, properties: sealed({ ...settled(schema, planned, state), id }) };
            });
        } catch (error) {
            if (existing === "" || !(error instanceof ProviderError) || error instanceof LostError) {
                throw error;
            }
            const state = { id: existing, properties: sealed({ ...kept, id: existing }) };
            throw new IncompleteError(`${gerunds[verb]} ${urn}: ${error.message}`, state);
        }
    }

    return {
        check: (request) => check(schema, request),

        diff: async (request: DiffRequest, call) => {
            await planFor(request.urn, call, request.news, request.olds);
            return diff(schema, request);
        },

        create: async ({ urn, inputs, preview }, call): Promise<Created> => {
            const planned = await planFor(urn, call, inputs);
            if (preview) {
                return { id: "", properties: sealed({ ...planned, id: unknownValue }) };
            }
            const session = connection().session(call, minutes.create);
            return write({ verb: "Create", urn, call, session, planned, known: planned }, (exists) =>
                definition.create(session, planned, exists),
            );
        },

        read: ({ urn, id, properties, inputs }, call) =>
            named("refreshing", urn, async () => {
                const state = await logged(call, urn, version, () =>
                    definition.read(connection().session(call, minutes.read), id, properties, () => undefined),
                );
                if (!state) {
                    return undefined;
                }
                const imported = Object.keys(inputs).length === 0;
                return {
                    id,
                    properties: sealed({ ...state, id }),
                    inputs: sealed(imported ? importedInputs(schema, state) : refreshedInputs(inputs, state)),
                };
            }),

        update: async ({ urn, id, olds, news, preview }, call) => {
            const planned = await planFor(urn, call, news, olds);
            const { update } = definition;
            if (preview || !update) {
                return sealed({ ...planned, id });
            }
            const session = connection().session(call, minutes.update ?? minutes.create);
            const known = withClearedFlags(planned, olds);
            const { properties } = await write(
                { verb: "Update", urn, call, session, planned, known },
                async (exists) => {
                    exists(id);
                    await update(session, id, planned, olds);
                    return id;
                },
            );
            // Only an update that failed before is repeated without a change. Its state has the wanted values already, so
            // nothing of them is sent that has a request of its own, and the state keeps them (seen with owners).
            const isRepeated = diff(schema, { urn, id, olds, news, ignoreChanges: [] }).diffs.length === 0;
            return isRepeated ? { ...properties, ...sealed(given(news, planned)) } : properties;
        },

        delete: ({ urn, id, properties }, call) =>
            named("deleting", urn, () =>
                logged(call, urn, version, () =>
                    definition.delete(connection().session(call, minutes.delete), id, properties),
                ),
            ),
    };
}

/** Of the plan, what the program gives. */
const given = (news: PropertyMap, planned: PropertyMap): PropertyMap =>
    Object.fromEntries(Object.entries(planned).filter(([name]) => (news[name] ?? null) !== null));

/** One creation or update. */
interface Writing {
    readonly verb: "Create" | "Update";
    readonly urn: string;
    readonly call: Call;
    readonly session: GraphSession;
    readonly planned: PropertyMap;
    /** What a read needs to know of properties that the service does not tell. */
    readonly known: PropertyMap;
}
type Write = (exists: (id: string) => void) => Promise<string>;

const gerunds = { Create: "creating", Update: "updating" } as const;

/** The object was made and cannot be read: the published provider forgets it. */
class LostError extends ProviderError {}

/** The bridge says in front of an error what it was doing and to what. */
async function named<T>(doing: string, urn: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw error instanceof ProviderError ? new ProviderError(`${doing} ${urn}: ${error.message}`) : error;
    }
}

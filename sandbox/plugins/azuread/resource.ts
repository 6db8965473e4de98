import {
    type Call,
    type Created,
    type DiffRequest,
    IncompleteError,
    ProviderError,
    type ResourceType,
} from "../protocol/provider";
import { type PropertyMap, secret, unknown } from "../protocol/values";
import { check } from "./check";
import { diff } from "./diff";
import type { Graph, GraphSession } from "./graph";
import { importedInputs, refreshedInputs } from "./inputs";
import { knownPart, plan, settled } from "./plan";
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
    /** The object as it is, or undefined when it is gone. `known` fills in what the service does not tell. */
    readonly read: (session: GraphSession, id: string, known: PropertyMap) => Promise<PropertyMap | undefined>;
    /** Not for resources of which every input replaces. */
    readonly update?: (session: GraphSession, id: string, planned: PropertyMap, olds: PropertyMap) => Promise<void>;
    readonly delete: (session: GraphSession, id: string, state: PropertyMap) => Promise<void>;
}

/** Gives a definition the life cycle that all resources of the provider have. */
export function resource(definition: Definition, connection: () => Graph): ResourceType {
    const { schema, minutes } = definition;
    const sealed = (properties: PropertyMap): PropertyMap => withSecrets(schema, properties, secret);

    async function planned(urn: string, call: Call, news: PropertyMap, olds?: PropertyMap): Promise<PropertyMap> {
        const result = plan(schema, news, olds);
        const session = connection().session(call, minutes.create);
        await named("diffing", urn, async () => definition.rules?.(session, result, olds));
        return result;
    }

    /** Reads what was just written; an object that cannot be seen yet is lost to the state. */
    async function written(session: GraphSession, urn: string, id: string, before: PropertyMap): Promise<PropertyMap> {
        const properties = await definition.read(session, id, before);
        if (!properties) {
            throw new LostError(`expected non-nil error with nil state during Create of ${urn}`);
        }
        return sealed({ ...settled(schema, before, properties), id });
    }

    return {
        check: (request) => check(schema, request),

        diff: async (request: DiffRequest, call) => {
            await planned(request.urn, call, request.news, request.olds);
            return diff(schema, request);
        },

        create: async ({ urn, inputs, preview }, call): Promise<Created> => {
            const before = await planned(urn, call, inputs);
            if (preview) {
                return { id: "", properties: sealed({ ...before, id: unknown }) };
            }
            const session = connection().session(call, minutes.create);
            let existing = "";
            try {
                const id = await definition.create(session, before, (id) => {
                    existing = id;
                });
                existing = id;
                return { id, properties: await written(session, urn, id, before) };
            } catch (error) {
                if (existing === "" || !(error instanceof ProviderError) || error instanceof LostError) {
                    throw error;
                }
                const properties = sealed({ ...knownPart(schema, before), id: existing });
                throw new IncompleteError(`creating ${urn}: ${error.message}`, { id: existing, properties });
            }
        },

        read: ({ urn, id, properties, inputs }, call) =>
            named("refreshing", urn, async () => {
                const state = await definition.read(connection().session(call, minutes.read), id, properties);
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
            const before = await planned(urn, call, news, olds);
            if (preview || !definition.update) {
                return sealed({ ...before, id });
            }
            const session = connection().session(call, minutes.update ?? minutes.create);
            try {
                await definition.update(session, id, before, olds);
                return await written(session, urn, id, before);
            } catch (error) {
                if (!(error instanceof ProviderError)) {
                    throw error;
                }
                const properties = sealed({ ...knownPart(schema, before), id });
                throw new IncompleteError(`updating ${urn}: ${error.message}`, { id, properties });
            }
        },

        delete: ({ urn, id, properties }, call) =>
            named("deleting", urn, () => definition.delete(connection().session(call, minutes.delete), id, properties)),
    };
}

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

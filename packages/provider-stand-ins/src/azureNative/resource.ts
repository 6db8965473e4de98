import { isDeepStrictEqual } from "node:util";
import { ProviderError, type ResourceType } from "../protocol/provider";
import { hasUnknown, map, text, unknownValue, unwrapSecrets, without, type PropertyMap } from "../protocol/values";
import { inputProblems } from "./check";
import type { PropertyType } from "./inputTypes";
import type { Record } from "./record";
import { pathParameters, resourcePaths, subscriptionId } from "./resourcePaths";

/** The life of a resource of Azure Resource Manager: what goes in comes out, with an id, and nothing is asked elsewhere. */
export function azureResource(
    type: string,
    properties: Readonly<globalThis.Record<string, PropertyType>>,
    record: Record,
): ResourceType {
    const parameters = pathParameters(type);
    const idOf = (inputs: PropertyMap): string => {
        const plain: PropertyMap = { ...map(unwrapSecrets(inputs)), subscriptionId };
        return (resourcePaths[type] ?? "").replace(/\{(\w+)\}/g, (_, name: string) => {
            const value = text(plain[name]);
            if (value === "") {
                throw new ProviderError(`${type}: ${name} is needed: the stand-in makes no names up`);
            }
            return value;
        });
    };
    return {
        check: ({ news }) => ({
            inputs: news,
            failures: inputProblems("", map(unwrapSecrets(news)), properties).map((problem) => `${type}: ${problem}`),
        }),
        diff: ({ olds, news }) => {
            const before = map(unwrapSecrets(olds));
            const after = map(unwrapSecrets(news));
            const changed = Object.keys(properties).filter(
                (name) => !isDeepStrictEqual(map(before[inputsKey])[name] ?? null, after[name] ?? null),
            );
            return Promise.resolve({ diffs: changed, replaces: changed.filter((name) => parameters.includes(name)) });
        },
        create: ({ inputs, preview }) => {
            if (preview || hasUnknown(inputs)) {
                return Promise.resolve({
                    id: "",
                    properties: { ...outputsOf(type, unknownValue, inputs), [inputsKey]: inputs },
                });
            }
            const id = idOf(inputs);
            record("create", type, id, inputs);
            return Promise.resolve({ id, properties: { ...outputsOf(type, id, inputs), [inputsKey]: inputs } });
        },
        read: ({ id, properties: state, inputs }) => Promise.resolve({ id, properties: state, inputs }),
        update: ({ id, news, preview }) => {
            if (!preview) {
                record("update", type, id, news);
            }
            return Promise.resolve({ ...outputsOf(type, id, news), [inputsKey]: news });
        },
        delete: ({ id }) => {
            record("delete", type, id, {});
            return Promise.resolve();
        },
    };
}

/** Where azure-native keeps the inputs in its state. */
const inputsKey = "__inputs";

/** What Azure answers, as far as the SDK reads it. A secret's value is never part of it. */
function outputsOf(type: string, id: string, inputs: PropertyMap): PropertyMap {
    const name = id === unknownValue ? unknownValue : text(id.split("/").at(-1));
    const outputs: PropertyMap = { ...without(inputs, ...pathParameters(type)), name };
    if (type !== "azure-native:keyvault:Secret") {
        return outputs;
    }
    const secretUri =
        id === unknownValue ? unknownValue : `https://${text(id.split("/").at(-3))}.vault.azure.net/secrets/${name}`;
    return { ...outputs, properties: { ...without(map(inputs.properties), "value"), secretUri } };
}

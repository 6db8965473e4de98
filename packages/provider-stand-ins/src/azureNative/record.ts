import { appendFileSync } from "node:fs";
import { isMap, mapValues, secret, type PropertyMap, type PropertyValue } from "../protocol/values";
import { isDeepStrictEqual } from "node:util";

/** Where the stand-in writes what it was asked for, one JSON document per line; unset, nowhere. */
export const recordVariable = "AZURE_NATIVE_STAND_IN_RECORD";

/** One change that the stand-in was asked for. Secrets are left out. */
export interface RecordedRequest {
    readonly operation: "create" | "update" | "delete";
    readonly type: string;
    readonly id: string;
    readonly inputs: PropertyMap;
}

/** Notes a request. */
export type Record = (operation: RecordedRequest["operation"], type: string, id: string, inputs: PropertyMap) => void;

/** Notes requests at the end of a file. */
export function recordIn(file: string | undefined): Record {
    return (operation, type, id, inputs) => {
        if (file !== undefined) {
            const request: RecordedRequest = { operation, type, id, inputs: mapValues(inputs, withoutSecrets) };
            appendFileSync(file, `${JSON.stringify(request)}\n`, { mode: 0o600 });
        }
    };
}

function withoutSecrets(value: PropertyValue): PropertyValue {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (!isMap(value)) {
        return value;
    }
    return isDeepStrictEqual(value, secret(value.value ?? null)) ? "[secret]" : mapValues(value, withoutSecrets);
}

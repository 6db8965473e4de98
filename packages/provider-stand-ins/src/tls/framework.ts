import { isDeepStrictEqual } from "node:util";
import {
    type CheckAnswer,
    type CheckRequest,
    type DiffAnswer,
    nameOf,
    type DiffRequest,
    ProviderError,
} from "../protocol/provider";
import { hasUnknown, type PropertyMap, type PropertyValue, secret, unknownValue } from "../protocol/values";

/** What Terraform's plugin framework knows of one input: the tls provider is written with it. */
export interface Attribute {
    /** Terraform's name, which the messages use. */
    readonly terraform: string;
    /** The documentation of a required input: the bridge prints it when the input is missing. */
    readonly required?: string;
    readonly default?: PropertyValue;
    /** A change of the value means a new resource. */
    readonly replaces?: boolean;
    readonly secret?: boolean;
    readonly oneOf?: readonly string[];
    readonly integer?: boolean;
    readonly minimum?: number;
}
export type Attributes = Readonly<Record<string, Attribute>>;

/** Checks the inputs in the published wording and marks the secret ones. */
export function check(attributes: Attributes, { urn, news }: CheckRequest): CheckAnswer {
    const failures = Object.entries(attributes).flatMap(([name, attribute]) => {
        const value = news[name];
        if (value === undefined || value === null) {
            return attribute.required === undefined
                ? []
                : [`Missing required property '${name}': ${attribute.required}`];
        }
        return problems(attribute, value).map(
            ({ text, index }) => `${text}. Examine values at '${nameOf(urn)}.${name}${index}'.`,
        );
    });
    return { inputs: withSecrets(attributes, news, true), failures };
}

interface Problem {
    readonly text: string;
    readonly index: string;
}

function problems(attribute: Attribute, value: PropertyValue): Problem[] {
    if (hasUnknown(value)) {
        return [];
    }
    if (Array.isArray(value)) {
        return value.flatMap((item, at) => {
            const index = `[${at}]`;
            return problemOf({ ...attribute, terraform: attribute.terraform + index }, item).map((text) => ({
                text,
                index,
            }));
        });
    }
    return problemOf(attribute, value).map((text) => ({ text, index: "" }));
}

function problemOf({ terraform, oneOf, integer, minimum }: Attribute, value: PropertyValue): string[] {
    const given = typeof value === "string" ? value : JSON.stringify(value);
    if (oneOf && !oneOf.includes(given)) {
        const allowed = oneOf.map((word) => JSON.stringify(word)).join(" ");
        return [
            `Invalid Attribute Value Match. Attribute ${terraform} value must be one of: [${allowed}], got: "${given}"`,
        ];
    }
    if (integer && !Number.isInteger(value)) {
        return [
            "Configuration Read Error. An unexpected error was encountered trying to convert an attribute value from the " +
                "configuration. This is always an error in the provider. Please report the following to the provider " +
                `developer:\n\nError: Value %!s(*big.Float=${given}) is not an integer.`,
        ];
    }
    if (minimum !== undefined && Number(value) < minimum) {
        return [`Invalid Attribute Value. Attribute ${terraform} value must be at least ${minimum}, got: ${given}`];
    }
    return [];
}

/** The inputs with the defaults that a plan fills in. */
export function planned(attributes: Attributes, inputs: PropertyMap): PropertyMap {
    const defaults = Object.entries(attributes).flatMap(([name, attribute]) =>
        attribute.default !== undefined && (inputs[name] ?? null) === null ? [[name, attribute.default] as const] : [],
    );
    return { ...inputs, ...Object.fromEntries(defaults) };
}

/** Names of the inputs whose planned value differs from the state's, as far as they are not to be ignored. */
export function changed(attributes: Attributes, { olds, news, ignoreChanges }: DiffRequest): string[] {
    const plan = planned(attributes, news);
    return Object.keys(attributes).filter(
        (name) => !ignoreChanges.includes(name) && !isDeepStrictEqual(plan[name] ?? null, olds[name] ?? null),
    );
}

/** Which of the changed inputs replace the resource. */
export const replacing = (attributes: Attributes, names: readonly string[]): string[] =>
    names.filter((name) => attributes[name]?.replaces);

export const sorted = (diffs: readonly string[], replaces: readonly string[]): DiffAnswer => ({
    diffs: [...diffs].sort(),
    replaces: [...replaces].sort(),
});

/** Wraps what is secret. The published provider leaves an unknown value bare, except in its answer to Check. */
export function withSecrets(attributes: Attributes, values: PropertyMap, evenUnknown = false): PropertyMap {
    return Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
            name,
            attributes[name]?.secret && (evenUnknown || value !== unknownValue) ? secret(value) : value,
        ]),
    );
}

/** Neither of the two resources can be imported or read without its state. */
export const notImportable = (): ProviderError =>
    new ProviderError(
        "Resource Import Not Implemented: This resource does not support import. " +
            "Please contact the provider developer for additional information.",
    );

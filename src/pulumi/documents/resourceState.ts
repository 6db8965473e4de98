import { readable } from "./properties";
import { objectIn, optionalText, partOf, textIn, urnIn, type Part } from "./shape";
import type { ReadableProperties, ResourceState } from "./step";

/**
 * A resource as previews, events and exports write it: all of them write the record of the state, or a part of it.
 * @returns undefined when there is none
 * @throws UserError when it is something else
 */
export function resourceStateIn(part: Part, names: ReadableProperties): ResourceState | undefined {
    if (part.value === undefined || part.value === null) {
        return undefined;
    }
    const state = objectIn(part);
    const type = textIn(partOf(part, "type"));
    const readableNames = names.get(type) ?? [];
    return {
        urn: urnIn(partOf(part, "urn")),
        type,
        id: optionalText(partOf(part, "id")),
        parent: optionalText(partOf(part, "parent")),
        provider: optionalText(partOf(part, "provider")),
        isCustom: state["custom"] === true,
        isExternal: state["external"] === true,
        isProtected: state["protect"] === true,
        retainsOnDelete: state["retainOnDelete"] === true,
        // An input of a resource without any is left out.
        inputs: readable(state["inputs"], readableNames),
        outputs: readable(state["outputs"], readableNames),
        propertyDependencies: dependenciesIn(state["propertyDependencies"]),
    };
}

/** URNs by input; what is not a list of texts is left out. */
export function dependenciesIn(value: unknown): Record<string, string[]> {
    return typeof value !== "object" || value === null
        ? {}
        : Object.fromEntries(
              Object.entries(value).map(([input, urns]) => [
                  input,
                  Array.isArray(urns) ? urns.filter((urn) => typeof urn === "string") : [],
              ]),
          );
}

import type { Part } from "./shape";
import { partOf } from "./shape";

/** The stack and project that the resources belong to; undefined without any. */
export function stackOf(resources: readonly { readonly urn: string }[]): {
    stack: string | undefined;
    project: string | undefined;
} {
    const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(resources[0]?.urn ?? "") ?? [];
    return { stack, project };
}

/** `azuread:tenantId` of a configuration as previews, events and plans write it; undefined for a secret one. */
export function tenantIdIn(config: Part): string | undefined {
    const { value } = partOf(config, "azuread:tenantId");
    return typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value) ? value.toLowerCase() : undefined;
}

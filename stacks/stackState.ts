import { StackError } from "./stackError";

/** What a stack's state says of itself; nothing in it is secret. */
export interface StackState {
    /** When the state was written last: RFC 3339. Each update writes it anew. */
    readonly updatedAt: string;
    /** The version of pulumi that wrote it. */
    readonly pulumiVersion: string;
    /** The output `connection`, not checked. */
    readonly connection: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads what `pulumi stack export` prints.
 * @throws StackError when it is something else. The message quotes nothing of it.
 */
export function parseStackState(json: string): StackState {
    const deployment = properties(properties(parse(json))["deployment"]);
    const { time, version } = properties(deployment["manifest"]);
    const resources = Array.isArray(deployment["resources"]) ? deployment["resources"].map(properties) : [];
    const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    if (typeof time !== "string" || typeof version !== "string") {
        throw new StackError("`pulumi stack export` printed no state with a manifest");
    }
    return { updatedAt: time, pulumiVersion: version, connection: properties(stack?.["outputs"])["connection"] };
}

/**
 * Reads what `pulumi stack ls --json` prints.
 * @throws StackError when it is something else.
 */
export function parseStackNames(json: string): readonly string[] {
    const stacks = parse(json);
    const names = Array.isArray(stacks) ? stacks.map((stack) => properties(stack)["name"]) : undefined;
    if (names?.every((name) => typeof name === "string") !== true) {
        throw new StackError("`pulumi stack ls --json` printed no list of stacks");
    }
    return names;
}

function parse(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        return undefined;
    }
}

function properties(value: unknown): Properties {
    return typeof value === "object" && value !== null ? (value as Properties) : {};
}

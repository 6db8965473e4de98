/** Properties of a resource that the caller asked for. Secrets and values that are not known yet read as {@link secretValue} and `unknownValue`. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a secret: its value reaches nobody. */
export const secretValue = "[secret]";

/** What stands in a preview for a value that is known after the update only (the engine's marker). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as a document shows it, before or after. */
export interface ResourceState {
    readonly urn: string;
    readonly type: string;
    /** The provider's id; undefined for a component, and before the update that creates the resource. */
    readonly id: string | undefined;
    /** URN of the component or stack that it belongs to. */
    readonly parent: string | undefined;
    /** The provider's URN and id, joined by `::`. */
    readonly provider: string | undefined;
    /** Whether a provider manages it; components are not custom. */
    readonly isCustom: boolean;
    /** Whether the program only reads it. */
    readonly isExternal: boolean;
    readonly isProtected: boolean;
    readonly retainsOnDelete: boolean;
    /** What the program gives; undefined where the document does not hold it. */
    readonly inputs: Properties | undefined;
    /** What the provider answered, or the last update did where a preview does not ask again. */
    readonly outputs: Properties;
    /** URNs by input: which resources its value comes from. Empty in streamed events, which lack them. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What happens to a resource; `replace` stands for all steps of a replacement. */
export type Operation =
    "same" | "create" | "update" | "delete" | "replace" | "import" | "read" | "refresh" | "discard" | "unknown";

/** One resource of a document. */
export interface ResourceStep {
    readonly urn: string;
    readonly type: string;
    readonly operation: Operation;
    readonly before: ResourceState | undefined;
    readonly after: ResourceState | undefined;
    /** Whether the document holds a side that the operation has: before, after or both are then undefined. */
    readonly isStateMissing: boolean;
    /** JSON pointer (RFC 6901) into the document, or into the event of a stream. */
    readonly pointer: string;
    /** The event's `sequence` in a stream. */
    readonly sequence: number | undefined;
}

/** Why a document does not show all: an error of the preview, an interrupted update. No text of the document is in it. */
export interface Incompleteness {
    /** In words for people. */
    readonly detail: string;
    /** URN of the resource; undefined when it is about the document. */
    readonly urn: string | undefined;
    readonly pointer: string;
    readonly sequence: number | undefined;
}

/** What a file of Pulumi's shows of one stack. */
export interface StackDocument {
    readonly kind: "preview" | "events" | "plan" | "state";
    /** The file as it was named. */
    readonly source: string;
    /** Undefined in a document without resources. */
    readonly project: string | undefined;
    readonly stack: string | undefined;
    /** `azuread:tenantId` of the stack's configuration, where the document holds it. */
    readonly configuredTenantId: string | undefined;
    /** Whether resources that stay as they are are left out, as a preview does. */
    readonly showsChangesOnly: boolean;
    readonly steps: readonly ResourceStep[];
    readonly incomplete: readonly Incompleteness[];
}

/** The names of the properties that may be read, by type token. Of all other types no property is read. */
export type ReadableProperties = ReadonlyMap<string, readonly string[]>;

import type { PropertyMap } from "./values";

/** A resource provider in plain values; `server.ts` puts it on the wire. */
export interface Provider {
    readonly version: string;
    readonly features: Features;
    /** The resource types by token, such as `tls:index/privateKey:PrivateKey`. */
    readonly resources: Readonly<Record<string, ResourceType>>;
    readonly functions: Readonly<Record<string, ProviderFunction>>;
    /** Refuses a configuration that cannot work before anything is called. */
    checkConfig(inputs: PropertyMap): PropertyMap;
    configure(inputs: PropertyMap, signal: AbortSignal): Promise<void>;
}

/** What Configure tells the engine, beyond what both providers always say. */
export interface Features {
    readonly acceptResources: boolean;
    /** Whether secrets come wrapped, and not as plain values. @default false */
    readonly acceptSecrets?: boolean;
}

export type ProviderFunction = (inputs: PropertyMap, call: Call) => Promise<FunctionAnswer>;
export type FunctionAnswer = { readonly result: PropertyMap } | { readonly failures: readonly string[] };

/** The life of one type of resource. */
export interface ResourceType {
    check(request: CheckRequest): CheckAnswer;
    diff(request: DiffRequest, call: Call): Promise<DiffAnswer>;
    /** In a preview the properties hold the unknown marker where only the real thing will tell. */
    create(request: CreateRequest, call: Call): Promise<Created>;
    /** Undefined when the object is gone. */
    read(request: ReadRequest, call: Call): Promise<State | undefined>;
    update(request: UpdateRequest, call: Call): Promise<PropertyMap>;
    delete(request: DeleteRequest, call: Call): Promise<void>;
}

/** What comes with every call. */
export interface Call {
    /** Aborted when the engine cancels. */
    readonly signal: AbortSignal;
    /** `customTimeouts` of the resource. */
    readonly timeoutSeconds?: number;
    /** Shows an error of a resource in the terminal, apart from the one that ends the call. */
    readonly logError?: (urn: string, message: string) => Promise<void>;
}

interface ResourceRequest {
    readonly urn: string;
}
export interface CheckRequest extends ResourceRequest {
    readonly news: PropertyMap;
}
export interface CheckAnswer {
    readonly inputs: PropertyMap;
    readonly failures: readonly string[];
}
export interface DiffRequest extends ResourceRequest {
    readonly id: string;
    readonly olds: PropertyMap;
    readonly news: PropertyMap;
    readonly ignoreChanges: readonly string[];
}
export interface DiffAnswer {
    readonly diffs: readonly string[];
    readonly replaces: readonly string[];
    readonly stables?: readonly string[];
    readonly detailedDiff?: Readonly<Record<string, ChangeKind>>;
}
/** Names as in the protocol's PropertyDiff.Kind. */
export type ChangeKind = "ADD" | "ADD_REPLACE" | "DELETE" | "DELETE_REPLACE" | "UPDATE" | "UPDATE_REPLACE";
export interface CreateRequest extends ResourceRequest {
    readonly inputs: PropertyMap;
    readonly preview: boolean;
}
export interface Created {
    readonly id: string;
    readonly properties: PropertyMap;
}
export interface ReadRequest extends ResourceRequest {
    readonly id: string;
    readonly properties: PropertyMap;
    /** Empty for an import. */
    readonly inputs: PropertyMap;
}
export interface State extends Created {
    readonly inputs: PropertyMap;
}
export interface UpdateRequest extends ResourceRequest {
    readonly id: string;
    readonly olds: PropertyMap;
    readonly news: PropertyMap;
    readonly preview: boolean;
}
export interface DeleteRequest extends ResourceRequest {
    readonly id: string;
    readonly properties: PropertyMap;
}

/** A failure whose text is meant for the person at the terminal. */
export class ProviderError extends Error {}

/** The object exists, but a later step failed: the engine keeps its id and plans an update. */
export class IncompleteError extends ProviderError {
    constructor(
        message: string,
        readonly state: Created,
    ) {
        super(message);
    }
}

/** The resource's logical name: the last part of its URN. */
export const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/** The resource's type token: the third part of its URN, without its parents' types. */
export function typeOf(urn: string): string {
    const types = urn.split("::")[2] ?? "";
    return types.slice(types.lastIndexOf("$") + 1);
}

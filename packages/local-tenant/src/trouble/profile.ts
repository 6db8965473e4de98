import type { Refusal } from "../http";

/** What is copied between Microsoft's front ends: an application with its key credentials, and so on. */
export type Collection = "applications" | "servicePrincipals" | "appRoleAssignments" | "roleAssignments";

/**
 * Who looks at the directory: Graph for an answer, Graph to check what a write refers to, the token endpoint, and
 * Exchange Online for the role that a token names.
 */
export type Reader = "read" | "write" | "signIn" | "exchange";

/** How long a write takes to arrive at one front end. */
export interface Lag {
    /** How often it is late at all, from 0 to 1. */
    readonly chance: number;
    readonly seconds: readonly [number, number];
}

/** Something that goes wrong now and then, whatever is asked. */
export interface Mishap {
    readonly name: string;
    /** Compared with method and path of the route, e.g. `PATCH /v1.0/applications/{applicationObjectId}`. */
    readonly on: RegExp;
    /** How often, from 0 to 1. */
    readonly chance: number;
    /** How many requests in a row it lasts. @default just one */
    readonly burst?: readonly [number, number];
    /** The refusal. @default the request is answered as ever, only later */
    readonly refusal?: Refusal;
    /** Value of `Retry-After`. @default the header is not sent */
    readonly retryAfterSeconds?: number;
    /** How long the caller waits for anything at all. @default not at all */
    readonly delaySeconds?: readonly [number, number];
    /** The connection ends without an answer, before or after the work is done. */
    readonly cut?: "before" | "after";
}

/** What a tenant puts its callers through. */
export interface Profile {
    /** Each answers with what has arrived there. */
    readonly frontEnds: number;
    /** Readers and collections that are not named are never late. */
    readonly lags: Readonly<Partial<Record<Reader, Readonly<Partial<Record<Collection, Lag>>>>>>;
    /** How long it takes until a sign-in is in the sign-in log. @default none */
    readonly signInLogDelay?: readonly [number, number];
    /** The first that happens to a request is the only one. */
    readonly mishaps: readonly Mishap[];
}

import { z } from "zod";
import { header, type Call, type Handler, type Reply, type Request } from "../http";
import { AccessTokenError } from "../entra/accessTokens";
import type { SignInLog } from "../entra/signInLog";
import { microsoftGraph } from "../microsoftApplications";
import type { State, Tenant } from "../state";
import {
    badRequest,
    GraphError,
    invalidToken,
    invalidValue,
    notImplemented,
    readOnlyProperty,
    requestDenied,
    unknownProperty,
} from "./errors";
import { ownersOfNamed } from "./named";
import type { Requirement } from "./permissions";
import { kindOfProperty } from "./propertyNames";

/** An application that has signed in to call Graph. */
export interface Caller {
    readonly servicePrincipalObjectId: string;
    readonly tenantId: string;
    /** Application permissions in its token: what it may do, whatever was granted since. */
    readonly permissions: readonly string[];
}

/** A request to Microsoft Graph by a caller who may make it. */
export interface GraphCall {
    readonly caller: Caller;
    /** The caller's tenant. With POST, PATCH and DELETE it may be changed. */
    readonly tenant: Tenant;
    /** All tenants: an application of another tenant can get a service principal in this one. */
    readonly state: State;
    readonly parameters: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly request: Request;
    readonly now: Date;
    /** This host and Graph's version, e.g. `https://localhost:48443/v1.0`. */
    readonly serviceRoot: string;
    readonly signInLog: Pick<SignInLog, "shown">;
    /** Whether the request is to Graph's beta, which shows and takes a few properties more. */
    readonly isBeta: boolean;
}

/** Puts Graph's checks in front of a handler: the token, the permission, and for writes the state's own copy. */
export function graph(requirement: Requirement, handle: (call: GraphCall) => Reply): Handler {
    return async (call) => {
        const caller = await authenticate(call);
        const run = (state: State): Reply => {
            const tenant = state.tenants[caller.tenantId];
            if (!tenant) {
                throw invalidToken("Access token validation failure. Invalid tenant.");
            }
            authorize(requirement, caller, tenant, call.parameters);
            const version = call.request.path.split("/")[1] ?? "";
            return handle({
                caller,
                tenant,
                state,
                parameters: call.parameters,
                query: call.request.query,
                request: call.request,
                now: call.request.identity.time,
                serviceRoot: `${call.origin}/${version}`,
                signInLog: call.signInLog,
                isBeta: version === "beta",
            });
        };
        return call.request.method === "GET" ? run(call.state) : call.store.change(run);
    };
}

async function authenticate(call: Call): Promise<Caller> {
    const token = /^Bearer (.+)$/i.exec(header(call.request, "authorization") ?? "")?.[1];
    if (token === undefined) {
        throw invalidToken("Access token is empty.");
    }
    const claims = await call.accessTokens.verify(token).catch((error: unknown) => {
        throw error instanceof AccessTokenError ? invalidToken(tokenProblems[error.problem]) : error;
    });
    const audiences = [...call.origins, ...microsoftGraph.published.servicePrincipalNames];
    if (!audiences.includes(claims.aud.replace(/\/$/, ""))) {
        throw invalidToken("Access token validation failure. Invalid audience.");
    }
    return { servicePrincipalObjectId: claims.oid, tenantId: claims.tid, permissions: claims.roles };
}

const tokenProblems: Readonly<Record<AccessTokenError["problem"], string>> = {
    malformed: "CompactToken parsing failed with error code: 80049217",
    expired: "Lifetime validation failed, the token is expired.",
    forged: "Access token validation failure. Invalid signature.",
};

function authorize(
    requirement: Requirement,
    caller: Caller,
    tenant: Tenant,
    parameters: Readonly<Record<string, string>>,
): void {
    const { anyOf, andOneOf, ifOwner = [] } = requirement;
    const holdsOneOf = (permissions: readonly string[]): boolean =>
        permissions.some((permission) => caller.permissions.includes(permission));
    const isAllowed = holdsOneOf(anyOf) && (andOneOf === undefined || holdsOneOf(andOneOf));
    if (!isAllowed && !(holdsOneOf(ifOwner) && owns(caller, tenant, parameters))) {
        throw requestDenied();
    }
}

/** An object that does not exist counts as the caller's own, so that the answer is "not found" and not "denied". */
function owns(caller: Caller, tenant: Tenant, parameters: Readonly<Record<string, string>>): boolean {
    return ownersOfNamed({ tenant, parameters })?.includes(caller.servicePrincipalObjectId) ?? true;
}

/** Whether the caller may write only what it owns. */
export function isLimitedToOwned(caller: Caller): boolean {
    return !caller.permissions.includes("Application.ReadWrite.All");
}

/**
 * The request's body, checked, without the type annotations that some clients send. A property that the schema does
 * not know is refused: to ignore it would be a made-up success.
 * @param resource Graph's name of the type, e.g. `Application`
 */
export function readBody<Schema extends z.ZodType>(call: GraphCall, schema: Schema, resource: string): z.infer<Schema> {
    const result = schema.safeParse(inCaseOf(schema, readJson(call.request)));
    if (result.success) {
        return result.data;
    }
    const { issues } = result.error;
    const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
    const path = issue?.path.join(".") ?? "";
    if (issue?.code === "unrecognized_keys") {
        throw refusedProperty(path, issue.keys[0] ?? "", resource);
    }
    throw path === "" ? badRequest("The request body is not an object.") : invalidValue(path, resource);
}

/**
 * Graph does not tell property names apart by case
 * (CLI for Microsoft 365, which is tested with real tenants, creates groups with a `mailNickName`).
 */
function inCaseOf(schema: z.ZodType, body: unknown): unknown {
    if (!(schema instanceof z.ZodObject) || typeof body !== "object" || body === null || Array.isArray(body)) {
        return body;
    }
    const names = new Map(Object.keys(schema.shape).map((name) => [name.toLowerCase(), name]));
    return Object.fromEntries(
        Object.entries(body).map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value as unknown]),
    );
}

function readJson(request: Request): unknown {
    try {
        if (header(request, "content-type")?.startsWith("application/json")) {
            return JSON.parse(request.body, (key, value: unknown) => (key === "@odata.type" ? undefined : value));
        }
    } catch {
        // Said below, together with a body of another type.
    }
    throw new GraphError(
        400,
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
}

/** Why a property that no schema has is refused. Of complex types, all are taken to be Graph's. */
function refusedProperty(path: string, name: string, resource: string): GraphError {
    if (path !== "") {
        return notImplemented(`the property ${path}.${name} of ${resource}`);
    }
    switch (kindOfProperty(resource, name)) {
        case "read-only":
            return readOnlyProperty(name);
        case "writable":
            return notImplemented(`the property ${name} of ${resource}`);
        case undefined:
            return unknownProperty(name, resource);
    }
}

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import type { Application } from "../state";
import { parseClaimsExpression } from "../entra/claimsMatching";
import type { ClaimsMatchingExpression, FederatedIdentityCredential } from "./directoryState";
import { badRequest, GraphError, invalidValue, notFound, unknownProperty } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { namedApplication } from "./named";
import { entityReply, listReply, type Entity } from "./query";

// Rules and limits: learn.microsoft.com/graph/api/resources/federatedidentitycredential.

const resource = "FederatedIdentityCredential";
const set = "federatedIdentityCredentials";
const mostPerApplication = 20;

const limited = z.string().min(1).max(600);

const credentialPatch = z
    .strictObject({
        id: z.string(),
        name: z
            .string()
            .max(120)
            .regex(/^[\w~-][\w.~-]*$/),
        issuer: limited,
        subject: limited.nullable(),
        description: z.string().max(600).nullable(),
        audiences: z.array(limited).length(1),
        /** Of beta alone. */
        claimsMatchingExpression: z
            .strictObject({
                value: z.string().refine((value) => parseClaimsExpression(value) !== undefined),
                languageVersion: z.literal(1),
            })
            .nullable(),
    })
    .partial();

const newCredential = credentialPatch.omit({ id: true }).required({ name: true, issuer: true, audiences: true });

/** `GET /applications/{applicationObjectId}/federatedIdentityCredentials` */
export function list(call: GraphCall): Reply {
    const { federatedIdentityCredentials } = namedApplication(call);
    return listReply(
        call,
        set,
        federatedIdentityCredentials.map((credential) => describe(call, credential)),
    );
}

/** `POST /applications/{applicationObjectId}/federatedIdentityCredentials` */
export function create(call: GraphCall): Reply {
    const application = namedApplication(call);
    const { name, issuer, audiences, ...body } = readCredential(call, newCredential);
    const { subject = null, claimsMatchingExpression = null, description } = body;
    const credential: FederatedIdentityCredential = {
        id: randomUUID(),
        name,
        issuer,
        subject,
        description: description || null,
        audiences,
        claimsMatchingExpression,
    };
    checkSelection(credential);
    const others = application.federatedIdentityCredentials;
    if (others.length >= mostPerApplication) {
        // Assumed (federated-limit-wording): the wording. The limit is documented.
        throw badRequest(`An application can have ${mostPerApplication} federated identity credentials at most.`);
    }
    if (others.some(({ name }) => name === credential.name)) {
        throw new GraphError(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            `FederatedIdentityCredential with name ${credential.name} already exists.`,
        );
    }
    checkSubject(application, credential);
    application.federatedIdentityCredentials.push(credential);
    return entityReply(call, set, describe(call, credential), 201);
}

/** `GET /applications/{applicationObjectId}/federatedIdentityCredentials/{federatedCredential}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(call, namedCredential(call)));
}

/** `PATCH /applications/{applicationObjectId}/federatedIdentityCredentials/{federatedCredential}` */
export function update(call: GraphCall): Reply {
    const credential = namedCredential(call);
    const { id = credential.id, name = credential.name, ...changes } = readCredential(call, credentialPatch);
    if (id !== credential.id) {
        throw invalidValue("id", resource);
    }
    if (name !== credential.name) {
        throw invalidValue("name", resource); // Documented as immutable.
    }
    const { description } = changes;
    const changed = merge<FederatedIdentityCredential>(credential, {
        ...changes,
        description: description === undefined ? undefined : description || null,
    });
    checkSelection(changed);
    checkSubject(namedApplication(call), changed);
    Object.assign(credential, changed);
    return { status: 204 };
}

/** `DELETE /applications/{applicationObjectId}/federatedIdentityCredentials/{federatedCredential}` */
export function remove(call: GraphCall): Reply {
    const application = namedApplication(call);
    const credential = namedCredential(call);
    application.federatedIdentityCredentials = application.federatedIdentityCredentials.filter(
        (other) => other !== credential,
    );
    return { status: 204 };
}

/** By id or by name. */
function namedCredential(call: GraphCall): FederatedIdentityCredential {
    const wanted = parameter(call, "federatedCredential");
    const credential = namedApplication(call).federatedIdentityCredentials.find(
        ({ id, name }) => id === wanted || name === wanted,
    );
    if (!credential) {
        throw notFound(wanted);
    }
    return credential;
}

/** The body, which may have an expression in beta alone. */
function readCredential<
    Body extends { readonly claimsMatchingExpression?: ClaimsMatchingExpression | null | undefined },
>(call: GraphCall, schema: z.ZodType<Body>): Body {
    const body = readBody(call, schema, resource);
    if (body.claimsMatchingExpression !== undefined && !call.isBeta) {
        throw unknownProperty("claimsMatchingExpression", resource);
    }
    return body;
}

/** Either a subject or an expression says which tokens are accepted. */
function checkSelection({ subject, claimsMatchingExpression }: FederatedIdentityCredential): void {
    if ((subject === null) === (claimsMatchingExpression === null)) {
        throw invalidValue("subject", resource);
    }
}

function describe(call: GraphCall, { claimsMatchingExpression, ...credential }: FederatedIdentityCredential): Entity {
    return call.isBeta ? { ...credential, claimsMatchingExpression, trustedIssuer: null } : credential;
}

function checkSubject(
    application: Application,
    { id, issuer, subject, claimsMatchingExpression }: FederatedIdentityCredential,
): void {
    const isTaken = application.federatedIdentityCredentials.some(
        (other) =>
            other.id !== id &&
            other.issuer === issuer &&
            other.subject === subject &&
            other.claimsMatchingExpression?.value === claimsMatchingExpression?.value,
    );
    if (isTaken) {
        throw new GraphError(
            400,
            "InvalidFederatedIdentityCredentialValue",
            "The combination of issuer and subject must be unique for the application. " +
                `Issuer ${issuer} and Subject: ${subject ?? ""} already exist.`,
        );
    }
}

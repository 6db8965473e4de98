import { hash } from "node:crypto";
import { header, type Call, type Reply, type Request } from "../http";
import { namesOf, type Application, type ServicePrincipal, type Tenant } from "../state";
import { accessTokenLifetimeSeconds } from "./accessTokens";
import { issuerOf } from "./assertion";
import { checkConditionalAccess, findClient, type Client } from "./client";
import { checkClientAssertion, type UsedCertificate } from "./clientAssertion";
import { SignInError } from "./errors";
import { checkFederatedAssertion } from "./federatedAssertion";
import { namedTenant } from "./namedTenant";
import { tokenIssuer } from "./tokenIssuer";
import { audienceOf, checkAssignment, findResource, permissionsFor } from "./resource";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** `POST /{tenant}/oauth2/v2.0/token`: the client credentials grant, by secret, certificate or outside token. */
export async function issueToken(call: Call): Promise<Reply> {
    const form = readForm(call.request);
    const grant = required(form, "grant_type");
    if (grant !== "client_credentials") {
        throw SignInError.of("unsupportedGrant", grant);
    }
    const tenant = namedTenant(call);
    if (tenant.otherCloud !== undefined) {
        throw SignInError.of("otherCloud");
    }
    const client = findClient(call, tenant, required(form, "client_id"));
    const { authenticatedBy, audience, resource } = await logged(call, tenant, client, async () => {
        const authentication = await authenticate(call, form, tenant, client);
        checkConditionalAccess(tenant, client);
        const audience = audienceOf(required(form, "scope"));
        const resource = findResource(call, tenant, audience);
        checkAssignment(tenant, client.servicePrincipal, resource);
        return { ...authentication, audience, resource };
    });
    const accessToken = await call.accessTokens.issue({
        audience,
        issuer: tokenIssuer(tenant),
        tenantId: tenant.tenantId,
        clientId: client.application.appId,
        authenticatedBy,
        servicePrincipalObjectId: client.servicePrincipal.id,
        displayName: client.servicePrincipal.published.displayName,
        roles: permissionsFor(tenant, client.servicePrincipal, resource),
        wids: tenant.roleAssignments
            .filter(({ principalId }) => principalId === client.servicePrincipal.id)
            .filter(({ directoryScopeId }) => directoryScopeId === "/")
            .map((assignment) => assignment.roleDefinitionId),
    });
    return {
        status: 200,
        body: {
            token_type: "Bearer",
            expires_in: accessTokenLifetimeSeconds,
            ext_expires_in: accessTokenLifetimeSeconds,
            access_token: accessToken,
        },
    };
}

/** What a sign-in was made with, and what for. */
interface SignedIn {
    readonly authenticatedBy: "1" | "2";
    readonly certificate?: UsedCertificate;
    readonly audience: string;
    readonly resource: ServicePrincipal;
}

/** Carries out a sign-in of an application that the tenant knows, and writes it down whether it succeeds or not. */
async function logged(
    { signInLog, request }: Call,
    { tenantId }: Tenant,
    { application, servicePrincipal }: Client,
    signIn: () => Promise<SignedIn>,
): Promise<SignedIn> {
    const attempt = {
        requestId: request.identity.requestId,
        createdDateTime: request.identity.time.toISOString(),
        ipAddress: request.remoteAddress,
        appId: application.appId,
        servicePrincipalId: servicePrincipal.id,
        servicePrincipalName: servicePrincipal.published.displayName,
    };
    try {
        const signedIn = await signIn();
        const { certificate, resource } = signedIn;
        signInLog.add(tenantId, {
            ...attempt,
            errorCode: 0,
            failureReason: null,
            resourceDisplayName: resource.published.displayName,
            resourceId: resource.appId,
            credentialKeyId: certificate?.keyId ?? null,
            credentialThumbprint: certificate?.thumbprint ?? null,
        });
        return signedIn;
    } catch (error) {
        if (error instanceof SignInError && error.number !== undefined) {
            signInLog.add(tenantId, {
                ...attempt,
                errorCode: error.number,
                failureReason: error.message,
                resourceDisplayName: null,
                resourceId: null,
                credentialKeyId: null,
                credentialThumbprint: null,
            });
        }
        throw error;
    }
}

/** The form, into which a client id and secret sent as HTTP basic authentication are put as well. */
function readForm(request: Request): URLSearchParams {
    const isForm = header(request, "content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
    const form = new URLSearchParams(isForm ? request.body : "");
    const basic = /^Basic (.+)$/i.exec(header(request, "authorization") ?? "")?.[1];
    if (basic !== undefined) {
        const [clientId = "", ...secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
        // RFC 6749 §2.3.1: both are form-encoded first.
        const decoded = new URLSearchParams(`client_id=${clientId}&client_secret=${secret.join(":")}`);
        decoded.forEach((value, name) => {
            form.set(name, value);
        });
    }
    return form;
}

function required(form: URLSearchParams, name: string): string {
    const value = form.get(name);
    if (!value) {
        throw SignInError.of("missingParameter", name);
    }
    return value;
}

/** Checks the client's credential and returns the `appidacr` claim that tells which kind it was, and the certificate. */
async function authenticate(
    call: Call,
    form: URLSearchParams,
    tenant: Tenant,
    { application, servicePrincipal }: Client,
): Promise<Pick<SignedIn, "authenticatedBy" | "certificate">> {
    const { time } = call.request.identity;
    const assertion = form.get("client_assertion");
    const secret = form.get("client_secret");
    if (assertion) {
        if (form.get("client_assertion_type") !== assertionType) {
            throw SignInError.of("missingParameter", "client_assertion_type");
        }
        // Assumed (federated-appidacr): a token of another identity provider counts as a certificate in `appidacr`.
        if (issuerOf(assertion) === application.appId) {
            const audiences = audiencesOf(call, tenant);
            const certificate = await checkClientAssertion(assertion, application, audiences, time);
            return { authenticatedBy: "2", certificate };
        }
        await checkFederatedAssertion(assertion, application, call.state, time);
        return { authenticatedBy: "2" };
    }
    if (secret) {
        checkSecret(secret, application, servicePrincipal, time);
        return { authenticatedBy: "1" };
    }
    throw SignInError.of("noCredential");
}

/** For clients that cannot be told another address, and are led here by name resolution. */
const microsoftOrigin = "https://login.microsoftonline.com";

/** What an assertion may be meant for: the token endpoint or the issuer, under each of their names. */
function audiencesOf({ origins }: Call, tenant: Tenant): string[] {
    return [...origins, microsoftOrigin].flatMap((origin) =>
        namesOf(tenant).flatMap((name) => [`${origin}/${name}/oauth2/v2.0/token`, `${origin}/${name}/v2.0`]),
    );
}

/** Secrets of the application count, and those of its service principal in this tenant. */
function checkSecret(secret: string, application: Application, servicePrincipal: ServicePrincipal, now: Date): void {
    const secretHash = hash("sha256", secret);
    const credentials = [...application.passwordCredentials, ...servicePrincipal.passwordCredentials];
    const credential = credentials.find((candidate) => candidate.secretHash === secretHash);
    if (!credential) {
        throw SignInError.of("wrongSecret", application.appId);
    }
    if (now > new Date(credential.endDateTime)) {
        throw SignInError.of("expiredSecret", application.appId);
    }
}

import { hash } from "node:crypto";
import { header, parameter, type Call, type Reply, type Request } from "../http";
import { findApplication, findTenant, type Application, type ServicePrincipal, type Tenant } from "../state";
import { accessTokenLifetimeSeconds } from "./accessTokens";
import { checkClientAssertion } from "./clientAssertion";
import { SignInError } from "./errors";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** `POST /{tenant}/oauth2/v2.0/token`: the client credentials grant, by secret or by certificate. */
export async function issueToken(call: Call): Promise<Reply> {
    const form = readForm(call.request);
    const grant = required(form, "grant_type");
    if (grant !== "client_credentials") {
        throw SignInError.of("unsupportedGrant", grant);
    }
    const tenant = findTenant(call.state, parameter(call, "tenant"));
    if (!tenant) {
        throw SignInError.of("unknownTenant", parameter(call, "tenant"));
    }
    const client = findClient(call, tenant, required(form, "client_id"));
    const authenticatedBy = await authenticate(call, form, tenant, client.application);
    const audience = audienceOf(required(form, "scope"));
    const resource = findResource(call, tenant, audience);
    const accessToken = await call.accessTokens.issue({
        audience,
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

function findClient(
    call: Call,
    tenant: Tenant,
    clientId: string,
): { readonly application: Application; readonly servicePrincipal: ServicePrincipal } {
    const registration = findApplication(call.state, clientId.toLowerCase());
    const servicePrincipal = tenant.servicePrincipals.find(({ appId }) => appId === clientId.toLowerCase());
    if (!registration || (registration.home !== tenant && !servicePrincipal)) {
        throw SignInError.of("unknownApplication", clientId, tenant.displayName);
    }
    if (!servicePrincipal) {
        throw SignInError.of("noServicePrincipal", clientId, tenant.tenantId);
    }
    if (!servicePrincipal.properties.accountEnabled) {
        throw SignInError.of("disabledApplication", clientId, servicePrincipal.published.displayName);
    }
    return { application: registration.application, servicePrincipal };
}

/** Checks the client's credential and returns the `appidacr` claim that tells which kind it was. */
async function authenticate(
    call: Call,
    form: URLSearchParams,
    tenant: Tenant,
    application: Application,
): Promise<"1" | "2"> {
    const { time } = call.request.identity;
    const assertion = form.get("client_assertion");
    const secret = form.get("client_secret");
    if (assertion) {
        if (form.get("client_assertion_type") !== assertionType) {
            throw SignInError.of("missingParameter", "client_assertion_type");
        }
        const audiences = call.origins.flatMap((origin) =>
            [tenant.tenantId, tenant.organization].map((name) => `${origin}/${name}/oauth2/v2.0/token`),
        );
        await checkClientAssertion(assertion, application, audiences, time);
        return "2";
    }
    if (secret) {
        checkSecret(secret, application, time);
        return "1";
    }
    throw SignInError.of("noCredential");
}

function checkSecret(secret: string, application: Application, now: Date): void {
    const secretHash = hash("sha256", secret);
    const credential = application.passwordCredentials.find((candidate) => candidate.secretHash === secretHash);
    if (!credential) {
        throw SignInError.of("wrongSecret", application.appId);
    }
    if (now > new Date(credential.endDateTime)) {
        throw SignInError.of("expiredSecret", application.appId);
    }
}

function audienceOf(scope: string): string {
    const [first = "", ...others] = scope.trim().split(/\s+/);
    if (others.length > 0) {
        throw SignInError.of("invalidScope", scope);
    }
    const audience = /^(.+)\/\.default$/.exec(first)?.[1];
    if (audience === undefined) {
        throw SignInError.of("scopeWithoutDefault", scope);
    }
    return audience;
}

function findResource(call: Call, tenant: Tenant, audience: string): ServicePrincipal {
    const withoutSlash = (name: string): string => name.replace(/\/$/, "");
    // The azuread provider asks for a token for the address at which it finds Graph.
    const name = call.origins.includes(withoutSlash(audience)) ? "https://graph.microsoft.com" : withoutSlash(audience);
    const resource = tenant.servicePrincipals.find(({ published }) =>
        published.servicePrincipalNames.map(withoutSlash).includes(name),
    );
    if (!resource) {
        throw SignInError.of("unknownResource", audience, tenant.displayName);
    }
    return resource;
}

function permissionsFor(tenant: Tenant, client: ServicePrincipal, resource: ServicePrincipal): string[] {
    return tenant.appRoleAssignments
        .filter(({ principalId, resourceId }) => principalId === client.id && resourceId === resource.id)
        .map(({ appRoleId }) => resource.published.appRoles.find(({ id }) => id === appRoleId)?.value)
        .filter((value) => typeof value === "string");
}

import { exchangeManageAsApp, exchangeOnlineClientId } from "../microsoftApplications";
import { header, parameter, type Call, type Handler, type Reply, type Request } from "../http";
import { findTenant, type State, type Tenant } from "../state";
import { managementRolesOf } from "./authorization";
import { CmdletNotAllowed, ExchangeError, ExchangeUnauthorized } from "./errors";
import { exchangeHosts } from "./exchangeHosts";
import { countRequest } from "./throttle";

/** A request to Exchange's admin API by an application that may manage this tenant's Exchange Online. */
export interface ExchangeCall {
    readonly tenant: Tenant;
    readonly request: Request;
    readonly origin: string;
    /** What the caller may do. */
    readonly managementRoles: ReadonlySet<string>;
    /** Works on the tenant and remembers what becomes of it. */
    change<Result>(work: (tenant: Tenant) => Result): Result;
}

/** What tokens for Exchange Online are for, without the slash that some have at the end. */
const audiences: readonly string[] = [...exchangeHosts.map(({ exchangeUrl }) => exchangeUrl), exchangeOnlineClientId];

/**
 * Puts Exchange's checks in front of a handler. What counts is what the token says, not what was granted since: first
 * the permission (401 without it), then a supported directory role. Only role groups are Exchange Online's own and are
 * looked up; without any of them, too, it is 403.
 */
export function exchange(handle: (call: ExchangeCall) => Reply): Handler {
    return async (call) => {
        const token = /^Bearer (.+)$/i.exec(header(call.request, "authorization") ?? "")?.[1] ?? "";
        const claims = await call.accessTokens.verify(token).catch(() => {
            throw new ExchangeUnauthorized();
        });
        const tenant = findTenant(call.state, parameter(call, "tenant"));
        if (!audiences.includes(claims.aud.replace(/\/$/, "")) || claims.tid !== tenant?.tenantId) {
            throw new ExchangeUnauthorized();
        }
        const rateLimit = countRequest(call.store, tenant, call.request.identity.time);
        checkRoutingHint(call, tenant);
        if (!claims.roles.includes(exchangeManageAsApp)) {
            throw new ExchangeUnauthorized(
                '2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"',
            );
        }
        const managementRoles = managementRolesOf(tenant, claims);
        if (!managementRoles) {
            throw new ExchangeError(
                403,
                "Forbidden",
                "Microsoft.Exchange.Configuration.Authorization.CmdletAccessDeniedException",
                `The role assigned to application ${claims.appid} isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.`,
            );
        }
        const reply = handle({
            tenant,
            request: call.request,
            origin: call.origin,
            managementRoles,
            change: (work) => call.store.change((draft) => work(tenantOf(draft, tenant.tenantId))),
        });
        return { ...reply, headers: { ...reply.headers, ...rateLimit } };
    };
}

function tenantOf(state: State, tenantId: string): Tenant {
    const tenant = state.tenants[tenantId];
    if (!tenant) {
        throw new Error(`the state has lost the tenant ${tenantId}`);
    }
    return tenant;
}

/** @throws CmdletNotAllowed when none of the roles is the caller's. */
export function requireRole({ managementRoles }: ExchangeCall, cmdlet: string, anyOf: readonly string[]): void {
    if (!anyOf.some((role) => managementRoles.has(role))) {
        throw new CmdletNotAllowed(cmdlet);
    }
}

/**
 * `X-AnchorMailbox` tells Exchange Online's front end where to send the request: a mailbox, after the `@` its tenant.
 * Assumed (routing-without-anchor): a request without one finds its way by the tenant in its path, and one that names none is as good as none.
 */
function checkRoutingHint({ request, state }: Call, tenant: Tenant): void {
    const [, hinted] = /@([^@]+)$/.exec(header(request, "x-anchormailbox") ?? "") ?? [];
    if (hinted !== undefined && findTenant(state, hinted) !== tenant) {
        throw new ExchangeError(
            400,
            "ErrorIncorrectRoutingHint",
            "Microsoft.Exchange.Data.Storage.IncorrectRoutingHintException",
            "The routing hint of the request (X-AnchorMailbox) is incorrect: its mailbox is not in this organization.",
        );
    }
}

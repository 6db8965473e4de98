import { Cloud, clouds } from "../../../microsoft/clouds";
import { exchangeDirectoryRoles } from "../../../microsoft/directoryRoles";
import { exchangeManageAsApp } from "../../../microsoft/permissions";
import { header, parameter, type Handler, type Reply, type Request } from "../http";
import { findTenant, type Tenant } from "../state";
import { ExchangeError, ExchangeUnauthorized } from "./errors";

/** A request to Exchange's admin API by an application that may manage this tenant's Exchange Online. */
export interface ExchangeCall {
    readonly tenant: Tenant;
    readonly request: Request;
    readonly origin: string;
}

/**
 * Puts Exchange's checks in front of a handler. What counts is what the token says, not what was granted since:
 * first the permission (401 without it), then a supported directory role (403 without one).
 */
export function exchange(handle: (call: ExchangeCall) => Reply): Handler {
    return async (call) => {
        const token = /^Bearer (.+)$/i.exec(header(call.request, "authorization") ?? "")?.[1] ?? "";
        const claims = await call.accessTokens.verify(token).catch(() => {
            throw new ExchangeUnauthorized();
        });
        const tenant = findTenant(call.state, parameter(call, "tenant"));
        if (claims.aud.replace(/\/$/, "") !== clouds[Cloud.Global].exchangeUrl || claims.tid !== tenant?.tenantId) {
            throw new ExchangeUnauthorized();
        }
        if (!claims.roles.includes(exchangeManageAsApp.value)) {
            throw new ExchangeUnauthorized(
                '2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"',
            );
        }
        if (!exchangeDirectoryRoles.some(({ templateId }) => claims.wids.includes(templateId))) {
            throw new ExchangeError(
                403,
                "Forbidden",
                "Microsoft.Exchange.Configuration.Authorization.CmdletAccessDeniedException",
                `The role assigned to application ${claims.appid} isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.`,
            );
        }
        return handle({ tenant, request: call.request, origin: call.origin });
    };
}

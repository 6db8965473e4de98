import { clouds, type Cloud } from "./clouds";

/**
 * Where an administrator of a tenant consents to everything that an application asks for. It makes the application's service
 * principal in the tenant and assigns the permissions; a role of Exchange Online it does not give.
 * Source: learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent, "Construct the URL"; the hosts of national
 * clouds: learn.microsoft.com/entra/identity-platform/authentication-national-cloud.
 */
export function adminConsentUrl(cloud: Cloud, tenantId: string, clientId: string): string {
    return `${clouds[cloud].loginUrl}/${tenantId}/adminconsent?client_id=${clientId}`;
}

/**
 * Who may consent: `Exchange.ManageAsApp` is not a permission of Microsoft Graph, so the lesser role is enough (the same page,
 * "Prerequisites").
 */
export const whoConsents = "a Cloud Application Administrator or Privileged Role Administrator of that tenant";

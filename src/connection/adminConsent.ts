import { adminConsentUrl, whoConsents } from "../microsoft/adminConsent";
import { isConsentPending, type Connection } from "./connection";

/** Where an administrator of the connection's tenant consents. */
export function consentUrl({ cloud, tenantId, clientId }: Pick<Connection, "cloud" | "tenantId" | "clientId">): string {
    return adminConsentUrl(cloud, tenantId, clientId);
}

/** What to do while admin consent is missing, in whole sentences. */
export function consentRemedy(connection: Connection): string {
    const after = isConsentPending(connection)
        ? "Then run `pulumi up`, which assigns the directory roles."
        : "Consent given minutes ago takes effect by itself.";
    return `Ask ${whoConsents} to open ${consentUrl(connection)}. ${after}`;
}

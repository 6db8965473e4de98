import { Cloud, clouds } from "./clouds";

/** What a known error of Microsoft's means to the person who sees it, and what helps. */
export interface KnownError {
    /** What happened, as the middle of a sentence: no capital, no full stop. */
    readonly meaning: string;
    /** What to do about it: whole sentences. */
    readonly remedy: string;
    /** Whether it can go away by itself, because Microsoft copies a change to all its places within minutes. */
    readonly mayPassWithTime: boolean;
    /** Where this is documented, or who reported it. */
    readonly source: string;
}

/** An error of Microsoft Entra's token endpoint. */
export interface SignInError extends KnownError {
    /** The number after `AADSTS`. */
    readonly code: number;
    /** When one number has several reasons: what the description must hold. Absent: any description. */
    readonly description?: RegExp;
    /** Whether an administrator's consent is what is missing. */
    readonly lacksConsent?: true;
}

const errorCodes = "learn.microsoft.com/entra/identity-platform/reference-error-codes";
/** Where {@link findSignInError} puts the sign-in host of the user's cloud. */
const signInHost = "{sign-in host}";
const consentInEveryTenant = `If it was created longer ago, it may be gone: run \`exo-unattended repair\`, which compares the stack with the tenant. Also compare tenant, client id and cloud (azuread:environment) with the stack. In a tenant of another organization, an administrator must consent first: https://${signInHost}/<tenant>/adminconsent?client_id=<client id>.`;
const grantConsent =
    "Grant admin consent for Exchange.ManageAsApp: run `pulumi up`, or Microsoft Entra admin center > App registrations > API permissions.";

/**
 * The errors that a sign-in with a certificate meets. Where one number stands twice, the first entry that fits counts.
 *
 * Microsoft may change the numbers and asks not to build logic on them ({@link errorCodes}); they decide only what a
 * person reads and whether waiting is worth while. A number that is not here is shown as it came, and is final.
 */
export const signInErrors: readonly SignInError[] = [
    {
        code: 700027,
        description: /key used is expired/i,
        meaning: "the certificate credential on the application has expired",
        remedy: "Run `pulumi up` to renew the certificate. If you supplied the certificate, supply a new one first.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 700027,
        meaning: "Microsoft Entra has no certificate of this application that fits the key",
        remedy: "A credential added minutes ago becomes usable by itself. Otherwise compare the thumbprint with App registrations > Certificates & secrets, and run `pulumi up` to restore the stack's certificate.",
        mayPassWithTime: true,
        source: `${errorCodes}; the delay of new credentials: reported by several projects`,
    },
    {
        code: 50012,
        meaning: "Microsoft Entra does not accept the certificate's signature",
        remedy: "A credential added minutes ago becomes usable by itself. Otherwise compare the thumbprint with App registrations > Certificates & secrets.",
        mayPassWithTime: true,
        source: errorCodes,
    },
    {
        code: 700016,
        meaning: "the tenant has no application with this client id",
        remedy: `An application created minutes ago becomes known by itself. ${consentInEveryTenant}`,
        mayPassWithTime: true,
        lacksConsent: true,
        source: errorCodes,
    },
    {
        code: 7000229,
        meaning: "the application has no service principal in the tenant",
        remedy: `A service principal created minutes ago becomes known by itself. ${consentInEveryTenant}`,
        mayPassWithTime: true,
        lacksConsent: true,
        source: "reported; not in Microsoft's list",
    },
    {
        code: 90002,
        meaning: "no tenant has this id in this cloud",
        remedy: "Compare the tenant id with Microsoft Entra admin center > Overview, and azuread:environment with the tenant's cloud.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 900382,
        meaning: "the tenant belongs to another national cloud",
        remedy: "Set azuread:environment to the tenant's cloud and run `pulumi up`.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 90038,
        meaning: "the tenant belongs to another national cloud",
        remedy: "Set azuread:environment to the tenant's cloud and run `pulumi up`.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 500011,
        meaning: "Exchange Online is not in the tenant: it has no service principal there",
        remedy: "Give the organization a licence with Exchange Online, or let the stack create the service principal (createExchangeServicePrincipal).",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 650052,
        meaning: "the organization has no subscription for Exchange Online",
        remedy: "Give the organization a licence with Exchange Online.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 65001,
        meaning: "nobody has consented to the application's permissions",
        remedy: grantConsent,
        mayPassWithTime: true,
        lacksConsent: true,
        source: errorCodes,
    },
    {
        code: 650056,
        meaning: "the application asks for no permission of Exchange Online, or nobody has consented",
        remedy: grantConsent,
        mayPassWithTime: true,
        lacksConsent: true,
        source: errorCodes,
    },
    {
        code: 650057,
        meaning: "Exchange Online is not among the APIs that the application asks for",
        remedy: grantConsent,
        mayPassWithTime: true,
        source: errorCodes,
    },
    {
        code: 700024,
        meaning: "the sign-in was outside its ten minutes of validity: this machine's clock is wrong",
        remedy: "Correct this machine's clock, preferably with NTP.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 500014,
        meaning: "the API is disabled in the tenant, or the subscription for it has lapsed",
        remedy: "Check Microsoft 365 admin center > Billing, and Microsoft Entra admin center > Enterprise applications > Properties of the API.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 501051,
        meaning: "the API lets in only applications with a permission of it, and this one has none yet",
        remedy: grantConsent,
        mayPassWithTime: true,
        lacksConsent: true,
        source: errorCodes,
    },
    {
        code: 7000112,
        meaning: "the application is disabled in the tenant",
        remedy: "After `exo-unattended revoke`, run `exo-unattended revive`. Otherwise: Microsoft Entra admin center > Enterprise applications > Properties > Enabled for users to sign in: Yes, and App registrations > Deactivated applications > Reactivate.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    {
        code: 53003,
        meaning: "a Conditional Access policy for workload identities blocked the sign-in",
        remedy: "Ask the administrator of the tenant's Conditional Access policies: the location or the risk of this sign-in is not allowed.",
        mayPassWithTime: false,
        source: "learn.microsoft.com/entra/identity/conditional-access/workload-identity",
    },
    {
        code: 7000218,
        meaning: "no client assertion reached Microsoft Entra",
        remedy: "Something between this machine and Microsoft Entra changes the request. Check the proxy.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    ...[7000215, 7000222].map((code) => ({
        code,
        meaning: "Microsoft Entra was given a client secret, and it is wrong or has expired",
        remedy: "This sign-in uses a certificate, not a secret. Check what changes the request, such as a proxy.",
        mayPassWithTime: false,
        source: errorCodes,
    })),
    {
        code: 50034,
        meaning: "Microsoft Entra looked for a user, not for an application",
        remedy: "An application's sign-in never asks for a user. Check what changes the request, such as a proxy.",
        mayPassWithTime: false,
        source: errorCodes,
    },
    ...[70021, 700211, 700212, 700213].map((code) => ({
        code,
        meaning: "no federated credential of the application matches the token that was presented",
        remedy: "Add a federated credential with exactly the issuer, subject and audience that were presented (App registrations > Certificates & secrets > Federated credentials), or sign in from where the existing one expects it. A credential added minutes ago becomes usable by itself.",
        mayPassWithTime: false,
        source: `${errorCodes}; learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations`,
    })),
    ...[90033, 90006, 90055].map((code) => ({
        code,
        meaning: "Microsoft Entra is busy",
        remedy: "Wait.",
        mayPassWithTime: true,
        source: errorCodes,
    })),
];

/**
 * The entry for that `AADSTS` number and description, or undefined when the table has none.
 * @param host of the sign-in in the user's cloud, for the addresses in the remedy
 */
export function findSignInError(
    code: number,
    description: string,
    host = new URL(clouds[Cloud.Global].loginUrl).host,
): SignInError | undefined {
    const found = signInErrors.find((error) => error.code === code && (error.description?.test(description) ?? true));
    return found && { ...found, remedy: found.remedy.replaceAll(signInHost, host) };
}

/**
 * What Microsoft Entra says of the token of a federated sign-in, such as `subject "repo:contoso/exo:pull_request"`: the
 * descriptions of 70021, 700211, 700212 and 700213 hold it. Empty for other descriptions.
 */
export function presentedAssertion(description: string): string {
    const parts = [...description.matchAll(/assertion (issuer|subject|audience):? ['"]([^'"]*)['"]/gi)];
    return parts.map(([, name = "", value = ""]) => `${name.toLowerCase()} "${value}"`).join(", ");
}

/** The default of the azuread provider and of Microsoft Graph: accounts of this tenant only. */
export const singleTenant = "AzureADMyOrg";

/**
 * By audience, the audiences that it includes
 * (learn.microsoft.com/entra/identity-platform/supported-accounts-validation).
 */
const included: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries({
        AzureADMyOrg: [],
        AzureADMultipleOrgs: ["AzureADMyOrg"],
        AzureADandPersonalMicrosoftAccount: ["AzureADMyOrg", "AzureADMultipleOrgs", "PersonalMicrosoftAccount"],
        PersonalMicrosoftAccount: [],
    }),
);

/** Whether everybody whom the second audience lets in is let in by the first. */
export function audienceIncludes(audience: string, other: string): boolean {
    return audience === other || (included.get(audience)?.includes(other) ?? false);
}

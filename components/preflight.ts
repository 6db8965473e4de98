import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { exchangeManageAsApp } from "../microsoft/permissions";
import { UserError } from "./userError";

/** What the tenant says before anything is registered. */
export interface TenantFacts {
    /** Object id of whoever runs the program. */
    readonly deployerObjectId: string;
    /** Object id of Exchange Online's service principal; empty when it is to be created. */
    readonly exchangeServicePrincipalObjectId: string;
}

/**
 * Makes sure that the sign-in belongs to the tenant and that Exchange Online is there, and hands out what was found.
 * With another tenant's sign-in a stack would say "unchanged", and a refresh would drop half of its state.
 */
export function preflight(
    subject: string,
    tenantId: pulumi.Input<string>,
    createExchangeServicePrincipal: boolean,
    opts: pulumi.InvokeOptions,
): pulumi.Output<TenantFacts> {
    const client = azuread.getClientConfigOutput(opts);
    const deployerObjectId = pulumi.all([client, tenantId]).apply(([signedIn, wanted]) => {
        if (signedIn.tenantId.toLowerCase() !== wanted.toLowerCase()) {
            throw new UserError(
                `${subject}: tenantId: given "${wanted}", but the azuread provider is signed in to ` +
                    `${signedIn.tenantId}; sign in to the tenant of this stack (az login --tenant ${wanted}, or ARM_TENANT_ID ` +
                    "and its credentials), or select the stack that belongs to this sign-in",
            );
        }
        return signedIn.objectId;
    });
    if (createExchangeServicePrincipal) {
        return deployerObjectId.apply((objectId) => ({
            deployerObjectId: objectId,
            exchangeServicePrincipalObjectId: "",
        }));
    }
    const { apiClientId, apiName } = exchangeManageAsApp;
    const found = azuread.getServicePrincipalsOutput({ clientIds: [apiClientId], ignoreMissing: true }, opts);
    return pulumi.all([deployerObjectId, found]).apply(([objectId, { objectIds }]) => {
        if (objectIds[0] === undefined) {
            throw new UserError(
                `${subject}: the tenant has no service principal of ${apiName} (${apiClientId}): no Exchange Online ` +
                    "licence was ever provisioned, or somebody removed it; get a licence, or set " +
                    "createExchangeServicePrincipal to true to create it (it is never deleted again)",
            );
        }
        return { deployerObjectId: objectId, exchangeServicePrincipalObjectId: objectIds[0] };
    });
}

/** The options under which a component's functions find the same azuread provider as its children will. */
export function invokeOptions(opts: pulumi.ComponentResourceOptions | undefined): pulumi.InvokeOptions {
    const providers = [opts?.provider, ...Object.values(opts?.providers ?? {})];
    return { parent: opts?.parent, provider: providers.find((provider) => azuread.Provider.isInstance(provider)) };
}

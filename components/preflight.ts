import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationPermission } from "../src/microsoft/permissions";
import { UserError } from "../src/errors/userError";

/** What is known of the tenant before anything is registered. */
export interface TenantFacts {
    /** Object id of whoever runs the program. */
    readonly deployerObjectId: string;
    /** Object ids of the APIs' service principals by their client ids; empty when they are to be created. */
    readonly apiObjectIds: Readonly<Record<string, string>>;
}

const known = new WeakMap<object, pulumi.Output<TenantFacts>>();

/** The args for an inner component, which then need not ask the tenant again. */
export function withFacts<Args extends object>(facts: pulumi.Output<TenantFacts>, args: Args): Args {
    known.set(args, facts);
    return args;
}

/** What the outer component found out, or undefined when a program uses the component by itself. */
export function factsFor(args: object): pulumi.Output<TenantFacts> | undefined {
    return known.get(args);
}

/** Object id of whoever runs the program. */
export function deployerOf(subject: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
    return pulumi.output(ask(subject, azuread.getClientConfig(opts))).objectId;
}

/**
 * Makes sure that the provider is signed in to the tenant and that the APIs are there, and returns what was found. With
 * another tenant's credentials a preview would show no changes, and a refresh would drop half of the state.
 * @param apis Whose service principals must be there; none when they are to be created.
 * @throws UserError with what to do, for whoever awaits the output.
 */
export function preflight(
    subject: string,
    tenantId: pulumi.Input<string>,
    apis: readonly ApplicationPermission[],
    opts: pulumi.InvokeOptions,
): pulumi.Output<TenantFacts> {
    return pulumi.output(tenantId).apply(async (wanted) => {
        const [deployerObjectId, apiObjectIds] = await Promise.all([
            deployer(subject, wanted, opts),
            servicePrincipals(subject, apis, opts),
        ]);
        return { deployerObjectId, apiObjectIds };
    });
}

/**
 * Object id of the service principal that an administrator's consent made, in the tenant that the provider is signed in to;
 * empty while there is none.
 * @param facts of that tenant: nobody is asked before they are there.
 * @throws UserError with what to do, for whoever awaits the output.
 */
export function consentedServicePrincipal(
    subject: string,
    clientId: pulumi.Input<string>,
    facts: pulumi.Output<TenantFacts>,
    opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
    return pulumi.all([clientId, facts]).apply(async ([wanted]) => {
        const query = { clientIds: [wanted], ignoreMissing: true };
        const { objectIds } = await ask(subject, azuread.getServicePrincipals(query, opts));
        return objectIds[0] ?? "";
    });
}

/** The options under which a component's functions find the same azuread provider as its children will. */
export function invokeOptions(opts: pulumi.ComponentResourceOptions | undefined): pulumi.InvokeOptions {
    const providers = [opts?.provider, ...Object.values(opts?.providers ?? {})];
    return { parent: opts?.parent, provider: providers.find((provider) => azuread.Provider.isInstance(provider)) };
}

async function deployer(subject: string, tenantId: string, opts: pulumi.InvokeOptions): Promise<string> {
    const signedIn = await ask(subject, azuread.getClientConfig(opts));
    if (signedIn.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
        throw new UserError(
            `${subject}: tenantId: is not the tenant that the azuread provider is signed in to ` +
                `(got ${tenantId}, the provider has ${signedIn.tenantId}). Sign in to the tenant of this stack ` +
                `(az login --tenant ${tenantId}, or ARM_TENANT_ID and its credentials), or select the stack of the other tenant.`,
        );
    }
    return signedIn.objectId;
}

async function servicePrincipals(
    subject: string,
    apis: readonly ApplicationPermission[],
    opts: pulumi.InvokeOptions,
): Promise<Record<string, string>> {
    if (apis.length === 0) {
        return {};
    }
    // The singular function throws when there is none.
    const query = { clientIds: apis.map(({ apiClientId }) => apiClientId), ignoreMissing: true };
    const { clientIds, objectIds } = await ask(subject, azuread.getServicePrincipals(query, opts));
    const found = Object.fromEntries(clientIds.map((clientId, index) => [clientId, objectIds[index] ?? ""]));
    const missing = apis.find(({ apiClientId }) => found[apiClientId] === undefined);
    if (missing !== undefined) {
        throw new UserError(
            `${subject}: the tenant has no service principal of ${missing.apiName} (${missing.apiClientId}): no Exchange ` +
                "Online license was ever assigned to the tenant, or somebody deleted it. Get a license, or set " +
                "createExchangeServicePrincipal to true to create it (it is never deleted again).",
        );
    }
    return found;
}

/** The provider signs in with its first answer: what goes wrong then is for the user to fix, not a defect. */
async function ask<T>(subject: string, answer: Promise<T>): Promise<T> {
    try {
        return await answer;
    } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        const microsoft = /"error_description":\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
        const reason = microsoft === undefined ? text : (JSON.parse(microsoft) as string);
        throw new UserError(
            `${subject}: the azuread provider cannot read the tenant: ${reason.trim().replace(/\.$/, "")}. Check azuread:tenantId ` +
                "and the deployer's credentials (az login, or ARM_CLIENT_ID with ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH or ARM_USE_OIDC).",
        );
    }
}

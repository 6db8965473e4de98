import type { Tenant } from "../state";
import type { FederatedIdentityCredential } from "../graph/directoryState";

/** What a seed may say of signing in to a tenant. */
export interface SignInSeed {
    /** Further domains of the tenant. */
    readonly customDomains?: readonly string[];
    /** Login host of another national cloud, e.g. `login.microsoftonline.us`: nobody can sign in to the tenant here. */
    readonly otherCloud?: string;
    /** Whether the tenant has Microsoft Entra ID P1 or P2, without which nobody can read its sign-in log. @default true */
    readonly hasPremium?: boolean;
    /** Display names of the service principals that a Conditional Access policy for workload identities blocks. */
    readonly blockedServicePrincipals?: readonly string[];
}

export interface FederatedIdentityCredentialSeed {
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
}

export function plantSignIn({
    customDomains = [],
    otherCloud,
    hasPremium = true,
    blockedServicePrincipals = [],
}: SignInSeed): Pick<Tenant, keyof SignInSeed> {
    return { customDomains, otherCloud, hasPremium, blockedServicePrincipals };
}

export function plantFederation(
    { name, issuer, subject, audiences }: FederatedIdentityCredentialSeed,
    id: string,
): FederatedIdentityCredential {
    return { id, name, issuer, subject, description: null, audiences: [...audiences], claimsMatchingExpression: null };
}

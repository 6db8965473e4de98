import type { JWK } from "jose";

/** The outside tokens that an application accepts in place of a credential of its own. */
export interface FederatedIdentityCredential {
    readonly id: string;
    readonly name: string;
    issuer: string;
    subject: string;
    description: string | null;
    audiences: string[];
}

/** An outside identity provider, such as GitHub Actions. */
export interface Issuer {
    /** `iss` of its tokens. */
    readonly issuer: string;
    /** The public keys that sign them. */
    readonly jwks: { readonly keys: readonly JWK[] };
}

import type { JWK } from "jose";

/** An outside identity provider, such as GitHub Actions. */
export interface Issuer {
    /** `iss` of its tokens. */
    readonly issuer: string;
    /** The public keys that sign them. */
    readonly jwks: { readonly keys: readonly JWK[] };
}

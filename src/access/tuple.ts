/** What kind of access a tuple is. */
export type AccessKind =
    | "apiPermission"
    | "directoryRole"
    | "exchangeRoleGroup"
    | "credential"
    | "owner"
    | "federatedCredential"
    | "audience";

/**
 * A value that a preview, a plan or a state gives, or `null`: not known yet (known after the update only).
 */
export type Known<T> = T | null;

/** Where something was read: so that a reader can check this tool. */
export interface Evidence {
    /** The end of the file's path that tells it from the other files, or `stack <name>`, `tenant <id>`, `token`. */
    readonly source: string;
    /** JSON pointer (RFC 6901) into the document, or into the event of a stream. */
    readonly pointer: string;
    /** The event's `sequence` in a stream. */
    readonly sequence: number | undefined;
}

/** What is public about a certificate credential or a client secret. */
export interface CredentialFacts {
    /** The argument key of the certificate, for example `next`; undefined where nothing names it. */
    readonly certificate: string | undefined;
    readonly type: "certificate" | "clientSecret";
    /** SHA-1, 40 upper-case hex digits; null while the certificate is made by the update; undefined for a secret. */
    readonly thumbprint: Known<string> | undefined;
    /** ISO 8601 in UTC, whole seconds. */
    readonly notBefore: Known<string>;
    /** ISO 8601 in UTC, whole seconds. */
    readonly notAfter: Known<string>;
    /** Days from the first to the last second of validity, rounded; known for a certificate that is still to be made, too. */
    readonly validityDays: Known<number>;
    /** For example `RSA 2048` or `EC P-256`. */
    readonly key: Known<string> | undefined;
    /** For example `sha256WithRSAEncryption`. */
    readonly signatureAlgorithm: Known<string> | undefined;
}

/**
 * One way in which a principal has access: the one form in which a preview, a plan, a state, a tenant and a token are
 * compared. No field holds a secret.
 */
export interface AccessTuple {
    /** Tenant id. */
    readonly tenant: Known<string>;
    /**
     * The login that has the access, by its logical path in the program (component name and child key), equal in every
     * stack: for example `exchange`; for a hand-written program the resource's name.
     */
    readonly principal: string;
    readonly kind: AccessKind;
    /**
     * What it is, in Microsoft's words: `Office 365 Exchange Online: Exchange.ManageAsApp`, `Exchange Administrator`,
     * `certificate next`, an owner's object id, a federated credential's issuer and subject, `AzureADMyOrg`.
     */
    readonly what: Known<string>;
    /** `/` for the whole tenant, an administrative unit, or a recipient scope. */
    readonly scope: Known<string>;
    /**
     * What gives it: `admin consent`, `requested` (a permission without consent yet), `role assignment`,
     * `eligible role assignment`, `role group member`, `application`, `service principal`.
     */
    readonly via: string;
    /** ISO 8601 in UTC, or `never` when it does not end by itself. */
    readonly until: Known<string>;
    /** What the access opens, in a sentence for people: of a role or permission. */
    readonly opens: string | undefined;
    /** Only of the kind `credential`. */
    readonly credential: CredentialFacts | undefined;
}

/** A tuple without what is the same for many, and which access of its resource it is. */
export type AccessPart = Partial<AccessTuple> &
    Pick<AccessTuple, "principal" | "kind" | "what" | "via"> & { readonly of?: string };

/** What an access opens, by what it allows. */
export function opensText(allows: string | undefined): string | undefined {
    return allows === undefined ? undefined : `This login can ${allows}.`;
}

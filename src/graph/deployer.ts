import { z } from "zod";
import type { TokenSource } from "./accessToken";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import { readClaims } from "../http/jwt";

/** Who deploys, and what its token allows. */
export interface Deployer {
    readonly tenantId: string;
    readonly objectId: string;
    /** The application's client id, or the person's user name. */
    readonly name: string;
    readonly kind: "application" | "person";
    /** Application permissions of Microsoft Graph (`roles`); none for a person. */
    readonly permissions: readonly string[];
    /** Template ids of the directory roles that it holds now (`wids`). */
    readonly directoryRoles: readonly string[];
}

// learn.microsoft.com/entra/identity-platform/access-token-claims-reference
const claimsSchema = z.object({
    tid: z.string(),
    oid: z.string(),
    appid: z.string(),
    upn: z.string().optional(),
    unique_name: z.string().optional(),
    scp: z.string().optional(),
    roles: z.array(z.string()).default([]),
    wids: z.array(z.string()).default([]),
});

/**
 * Reads the deployer from a token for Microsoft Graph. The signature is Graph's to check: the claims explain here.
 * @throws UserError when the sign-in is refused
 */
export async function readDeployer(tokens: TokenSource): Promise<Deployer> {
    const claims = readClaims(await tokens(), claimsSchema);
    if (claims === undefined) {
        throw new UserError(
            "the deployer's token does not say whose it is",
            "Check what is between this machine and Microsoft Entra, such as a proxy.",
        );
    }
    const { tid, oid, appid, upn, unique_name, scp, roles, wids } = claims;
    return {
        tenantId: foreignText(tid),
        objectId: foreignText(oid),
        name: foreignText(upn ?? unique_name ?? appid),
        // A token that an application got for itself has no scopes.
        kind: scp === undefined ? "application" : "person",
        permissions: scp === undefined ? roles : [],
        directoryRoles: wids,
    };
}

import type { Kind } from "../../src/identities/names";
import type { Orphan } from "./compareStateAndTenant";

/**
 * The steps of the published azuread provider's creations up to the one after which it keeps the object's id, as its
 * errors name them (azuread 6.9.1; packages/provider-stand-ins/src/azuread, checked against recordings). What fails
 * later, such as an owner or a rename, stays in the state.
 */
const creations: Readonly<Record<Kind, { readonly request: RegExp; readonly wait?: RegExp }>> = {
    Application: { request: /Could not create application/ },
    ServicePrincipal: { request: /Could not create service principal/ },
    AppRoleAssignment: { request: /Could not create app role assignment/ },
    DirectoryRoleAssignment: {
        request: /Assigning directory role "[^"]*" to directory principal/,
        wait: /Waiting for Role Management Directory Role Assignment/,
    },
    ApplicationCertificate: {
        request: /Adding certificate for Application/,
        wait: /Waiting for certificate credential for Application/,
    },
};

/** Every way in which a creation can fail after the tenant has made the object and before the state knows it. */
const losses: readonly ((kind: Kind) => RegExp | undefined)[] = [
    // The tenant carries the request out, and its answer does not arrive, or is an error.
    (kind) => creations[kind].request,
    // What was made does not show where the provider waits for it.
    (kind) => creations[kind].wait,
    // The last read meets a front end that does not have it yet.
    (kind) => new RegExp(`expected non-nil error with nil state during Create of \\S+:${kind}::`),
];

/** Those of the lost objects that no known way of losing them explains. */
export function unexplained(orphans: readonly Orphan[], output: string): readonly Orphan[] {
    return orphans.filter(({ kind }) => !losses.some((said) => isKind(kind) && said(kind)?.test(output) === true));
}

function isKind(kind: string): kind is Kind {
    return kind in creations;
}

import type { Orphan } from "./compareStateAndTenant";

/** A way in which the published azuread provider is known to make an object and forget it. */
interface NamedLoss {
    readonly kind: RegExp;
    /** What the failed update says then of a resource of that kind. */
    readonly said: (kind: string) => RegExp;
    /** Where it was seen. */
    readonly source: string;
}

/** From recordings of the published provider; packages/local-tenant/tests/recordings has what it sends and is answered there. */
const namedLosses: readonly NamedLoss[] = [
    {
        kind: /^(Application|ServicePrincipal|AppRoleAssignment|DirectoryRoleAssignment)$/,
        said: (kind) => new RegExp(`expected non-nil error with nil state during Create of \\S+:${kind}::`),
        source: "10-faults, lag-application-read, lag-sp-read, lag-grants-3: 404 on the read straight after create",
    },
    {
        kind: /^ApplicationCertificate$/,
        said: () => /Waiting for certificate credential for Application/,
        source: "10-faults, lag-credential: 404 while the new credential is awaited",
    },
];

/** Those of the lost objects that no known way of losing them explains. */
export function unexplained(orphans: readonly Orphan[], output: string): readonly Orphan[] {
    return orphans.filter(
        ({ kind }) => !namedLosses.some((loss) => loss.kind.test(kind) && loss.said(kind).test(output)),
    );
}

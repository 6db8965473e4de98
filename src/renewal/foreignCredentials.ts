import type { Login } from "../graph/logins";
import type { ForeignCredential } from "./situation";

/** Everything that signs in as the login and is not a certificate of this stack. */
export function foreignCredentials(
    { credentials, secrets, federatedCredentials, servicePrincipal }: Login,
    own: readonly string[],
): ForeignCredential[] {
    const keys = [...credentials, ...(servicePrincipal?.credentials ?? [])];
    return [
        ...keys
            .filter(({ thumbprint }) => thumbprint === undefined || !own.includes(thumbprint))
            .map((one) => ({ ...one, kind: "certificate" as const })),
        ...[...secrets, ...(servicePrincipal?.secrets ?? [])].map(({ keyId, startDateTime, endDateTime }) => ({
            keyId,
            kind: "client secret" as const,
            thumbprint: undefined,
            startDateTime,
            endDateTime,
        })),
        ...federatedCredentials.map(({ id }) => ({
            keyId: id,
            kind: "federated credential" as const,
            thumbprint: undefined,
            startDateTime: undefined,
            endDateTime: undefined,
        })),
    ];
}

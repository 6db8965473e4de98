import type { Connection } from "../../connection/connection";

/** Environment variable with the PFX in base64: a secret. */
export const certificateVariable = "EXO_CERTIFICATE_PFX";
/** Environment variable with the PFX's password: a secret. */
export const passwordVariable = "EXO_CERTIFICATE_PASSWORD";
/** Environment variable with the path of the PFX file. */
export const certificateFileVariable = "EXO_CERTIFICATE_FILE";

/** The connection's parameters as environment variables. */
export function connectionVariables({ clientId, thumbprint, organization }: Connection): readonly [string, string][] {
    return [
        ["EXO_APP_ID", clientId],
        ["EXO_THUMBPRINT", thumbprint],
        ["EXO_ORGANIZATION", organization],
    ];
}

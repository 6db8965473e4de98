import { UserError } from "../errors/userError";

/** The outputs of the Pulumi program that everything after it works with. */
export interface StackOutputs {
    /** Not checked yet; `parseConnection` does. */
    readonly connection: unknown;
    /** The active certificate in PEM form. */
    readonly certificatePem: string | undefined;
    /** Its private key in PEM form: a secret. Absent when the key was left out or lives elsewhere. */
    readonly privateKeyPem: string | undefined;
    /** SHA-1 thumbprints of all certificates of the login. Empty when the program does not hand them out. */
    readonly certificateThumbprints: readonly string[];
    /** Where certificates were delivered to. Not checked yet; `parseManifest` does. */
    readonly deliveryManifest: unknown;
}

/** What `pulumi stack output --json` prints in place of a secret, without `--show-secrets`. */
const hiddenSecret = "[secret]";

/**
 * Reads what `pulumi stack output --json` prints.
 * @throws UserError when it is no JSON object, or holds no connection. The message quotes nothing of the text.
 */
export function parseStackOutputs(json: string): StackOutputs {
    const outputs = parseObject(json);
    if (Object.keys(outputs).length === 0) {
        throw new UserError("the stack has no outputs yet; run `pulumi up` first");
    }
    if (outputs["connection"] === undefined) {
        throw new UserError(
            'there is no output "connection"; is this a stack of exo-unattended, and did its last `pulumi up` succeed?',
        );
    }
    return {
        connection: outputs["connection"],
        certificatePem: pem(outputs["certificatePem"]),
        privateKeyPem: pem(outputs["privateKeyPem"]),
        certificateThumbprints: thumbprints(outputs["certificates"]),
        deliveryManifest: outputs["deliveryManifest"],
    };
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
    let value: unknown;
    try {
        // Windows PowerShell starts a redirected file with a byte order mark.
        value = JSON.parse(json.replace(/^\uFEFF/, ""));
    } catch {
        // The parser's own message quotes the text, which may hold the key.
        throw new UserError("not JSON; expected what `pulumi stack output --json --show-secrets` prints");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new UserError("not a JSON object; expected what `pulumi stack output --json --show-secrets` prints");
    }
    return value as Readonly<Record<string, unknown>>;
}

function pem(value: unknown): string | undefined {
    return typeof value === "string" && value !== hiddenSecret ? value : undefined;
}

function thumbprints(certificates: unknown): string[] {
    return Object.values(certificates ?? {}).flatMap((certificate: unknown) => {
        const { thumbprint } = (certificate ?? {}) as { thumbprint?: unknown };
        return typeof thumbprint === "string" ? [thumbprint] : [];
    });
}

import { UserError } from "../errors/userError";

/** The outputs of the Pulumi program that everything after it works with. */
export interface StackOutputs {
    /** Not checked yet; `parseConnection` does. */
    readonly connection: unknown;
    /** The active certificate in PEM form. */
    readonly certificatePem: string | undefined;
    /** Its private key in PEM form: a secret. Absent when the key was left out or lives elsewhere. */
    readonly privateKeyPem: string | undefined;
    /** The PFX in base64 with certificate and key, encrypted: in a file that `exo-unattended export` wrote. */
    readonly pfx: string | undefined;
    /** SHA-1 thumbprints of all certificates of the login by their keys. Empty when the program has no such output. */
    readonly thumbprints: Readonly<Record<string, string>>;
    /** Where certificates were delivered to. Not checked yet; `parseManifest` does. */
    readonly deliveryManifest: unknown;
}

/** What `pulumi stack output --json` prints in place of a secret, without `--show-secrets`. */
const hiddenSecret = "[secret]";

const expected =
    "Give what `pulumi stack output --json --show-secrets` prints, or the .json that `exo-unattended export` wrote.";

/**
 * Reads what `pulumi stack output --json` prints, or the `.json` that `exo-unattended export` wrote.
 * @throws UserError when it is not a JSON object, or holds no connection. The message quotes nothing of the text.
 */
export function parseStackOutputs(json: string): StackOutputs {
    const outputs = parseObject(json);
    if (Object.keys(outputs).length === 0) {
        throw new UserError("the stack has no outputs yet", "Run `pulumi up` first.");
    }
    if (outputs["connection"] === undefined) {
        throw new UserError(
            'no output "connection"',
            "Check that this is a stack of exo-unattended and that its last `pulumi up` succeeded.",
        );
    }
    return {
        connection: outputs["connection"],
        certificatePem: text(outputs["certificatePem"]),
        privateKeyPem: text(outputs["privateKeyPem"]),
        pfx: text(outputs["pfx"]),
        thumbprints: thumbprints(outputs["certificates"]),
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
        throw new UserError(
            json.includes("-----BEGIN ")
                ? "a PEM file, which has no connection"
                : /^\s*(#|\w+=)/.test(json)
                  ? "an .env file, which has only a part of the connection"
                  : "not JSON",
            expected,
        );
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new UserError("not a JSON object", expected);
    }
    return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== hiddenSecret ? value : undefined;
}

function thumbprints(certificates: unknown): Readonly<Record<string, string>> {
    return Object.fromEntries(
        Object.entries(certificates ?? {}).flatMap(([key, certificate]: [string, unknown]) => {
            const { thumbprint } = (certificate ?? {}) as { thumbprint?: unknown };
            return typeof thumbprint === "string" ? [[key, thumbprint]] : [];
        }),
    );
}

import { z } from "zod";
import { shownText } from "./secrets";
import { UserError } from "../errors/userError";

/** What the output `certificates` says of one of them. */
export interface OutputCertificate {
    /** SHA-1: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** First and last second: RFC 3339, UTC, whole seconds. A program of one's own may leave them out. */
    readonly notBefore?: string | undefined;
    readonly notAfter?: string | undefined;
}

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
    /** All certificates of the login by their keys. Empty when the program has no such output. */
    readonly certificates: Readonly<Record<string, OutputCertificate>>;
    /** Where certificates were delivered to. Not checked yet; `parseManifest` does. */
    readonly deliveryManifest: unknown;
}

const expected =
    "Give what `pulumi stack output --json --show-secrets` prints, or the .json that `exo-unattended export` wrote.";

/**
 * Reads what `pulumi stack output --json` prints, or the `.json` that `exo-unattended export` wrote.
 * @throws UserError when it is not a JSON object, or holds no connection. The message quotes nothing of the text.
 */
export function parseStackOutputs(json: string): StackOutputs {
    return stackOutputs(parseObject(json));
}

/**
 * What the outputs of a program say, by name. A secret that is not shown reads `[secret]`.
 * @throws UserError when they hold no connection, or the stack has none yet
 */
export function stackOutputs(outputs: Readonly<Record<string, unknown>>): StackOutputs {
    if (Object.keys(outputs).length === 0) {
        throw new NotDeployed();
    }
    if (outputs["connection"] === undefined) {
        throw new UserError(
            'no output "connection"',
            "Check that this is a stack of exo-unattended and that its last `pulumi up` succeeded.",
        );
    }
    return {
        connection: outputs["connection"],
        certificatePem: shownText(outputs["certificatePem"]),
        privateKeyPem: shownText(outputs["privateKeyPem"]),
        pfx: shownText(outputs["pfx"]),
        certificates: certificatesIn(outputs["certificates"]),
        deliveryManifest: outputs["deliveryManifest"],
    };
}

class NotDeployed extends UserError {
    constructor() {
        super("the stack has no outputs yet", "Run `pulumi up` first.");
    }
}

/** Whether a stack could not be read because nothing was ever deployed with it. */
export function isNotDeployed(error: unknown): boolean {
    return error instanceof NotDeployed;
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

const outputCertificate = z.object({
    thumbprint: z.string(),
    notBefore: z.iso.datetime().optional(),
    notAfter: z.iso.datetime().optional(),
});

function certificatesIn(output: unknown): Readonly<Record<string, OutputCertificate>> {
    return Object.fromEntries(
        Object.entries(output ?? {}).flatMap(([key, value]: [string, unknown]) => {
            const { data } = outputCertificate.safeParse(value);
            return data === undefined ? [] : [[key, data]];
        }),
    );
}

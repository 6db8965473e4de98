import { certificateProblem } from "./certificateFacts";
import { noPassphrase } from "./keyMaterial";
import { keyReaders } from "./keyReaders";
import { UserError } from "../errors/userError";

/**
 * Why a configuration value is not one certificate that can serve for a sign-in, or undefined when it is. The message
 * never holds a part of the value.
 */
export function certificatePemProblem(value: unknown): string | undefined {
    if (typeof value !== "string") {
        return noText(value, "BEGIN CERTIFICATE");
    }
    return problemOf(() => {
        const { certificates, privateKeys, problems } = keyReaders().readKeys(value);
        if (privateKeys.length > 0 || problems.some(isEncrypted)) {
            return holdsKey;
        }
        return certificates.length > 1
            ? `it holds ${certificates.length} certificates; give the one that the key belongs to, without its chain`
            : certificateProblem(value);
    }, holdsKey);
}

/** Why a configuration value is not an unencrypted private key, or undefined when it is; without a part of the value. */
export function privateKeyPemProblem(value: unknown): string | undefined {
    if (typeof value !== "string") {
        return noText(value, "BEGIN PRIVATE KEY");
    }
    return problemOf(() => {
        const { privateKeys, problems } = keyReaders().readKeys(value);
        if (privateKeys.length > 0) {
            return undefined;
        }
        return problems[0]?.message ?? "it holds a certificate and no private key";
    }, "it is encrypted; decrypt it (openssl pkey -in key.pem) and give it as a secret");
}

const holdsKey = "it holds a private key, and would show it; give the certificate alone, and its key as privateKeyPem";

function isEncrypted({ message }: Error): boolean {
    return message === noPassphrase;
}

function noText(value: unknown, label: string): string {
    if (value === undefined) {
        return "there is none";
    }
    const wanted = `give the text of a PEM file ("${label}")`;
    return typeof value === "number"
        ? `it is a number, which is what YAML makes of digits without quotes; ${wanted}`
        : `it is not text; ${wanted}`;
}

function problemOf(check: () => string | undefined, whenEncrypted: string): string | undefined {
    try {
        return check();
    } catch (error) {
        if (error instanceof UserError) {
            return isEncrypted(error) ? whenEncrypted : error.message;
        }
        throw error;
    }
}

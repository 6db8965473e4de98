import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { UserError } from "../errors/userError";
import type { DerivationBudget } from "./derivationBudget";

/** What a file or a text of keys and certificates holds. The keys are secret. */
export interface KeyMaterial {
    readonly privateKeys: KeyObject[];
    readonly certificates: X509Certificate[];
    /** Why parts of it could not be read: another key or certificate in it may be the one that is wanted. */
    readonly problems: UserError[];
}

/** One reading of such a file, by all the parts that take part in it. */
export interface Reading extends KeyMaterial {
    readonly passphrase: string | undefined;
    readonly budget: DerivationBudget;
}

/** Notes the problem of a part, and goes on with the others. */
export function attempt({ problems }: Reading, part: () => void): void {
    try {
        part();
    } catch (error) {
        if (!(error instanceof UserError)) {
            throw error;
        }
        problems.push(error);
    }
}

/** Adds a private key in DER. */
export function addKey({ privateKeys }: Reading, key: Buffer, type: "pkcs8" | "pkcs1" | "sec1"): void {
    try {
        privateKeys.push(createPrivateKey({ key, type, format: "der" }));
    } catch {
        throw new UserError(
            `it holds a private key (${names[type]}) that is damaged, or of a kind that cannot be read`,
        );
    }
}

const names = { pkcs8: "PKCS#8", pkcs1: "PKCS#1", sec1: "SEC 1, elliptic curve" } as const;

/** Adds a certificate in DER. */
export function addCertificate({ certificates }: Reading, certificate: Buffer): void {
    try {
        certificates.push(new X509Certificate(certificate));
    } catch {
        throw new UserError("it holds a certificate that is damaged");
    }
}

/** The problem of encrypted content without any passphrase. */
export const noPassphrase = "it is encrypted, and no passphrase was given";

/** Why encrypted content stays closed. */
export function closed({ passphrase }: Reading): UserError {
    return new UserError(passphrase === undefined ? noPassphrase : "the passphrase does not open it");
}

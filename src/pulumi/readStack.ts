import { z } from "zod";
import { UserError } from "../errors/userError";
import { componentToken } from "../identities/names";
import type { StackOptions } from "./run";
import { openSecrets, shownText } from "./secrets";
import { deploymentIn, document, exportState, type Deployment, type ReadStateOptions } from "./state";

/** A certificate of a login as the stack's state has it. */
export interface StateCertificate {
    /** SHA-1: 40 upper-case hex digits. */
    readonly thumbprint: string;
    readonly certificatePem: string;
    /** Its private key in PEM form: a secret. Undefined when secrets are not shown, or the key is kept elsewhere. */
    readonly privateKeyPem: string | undefined;
}

/** A stack at one moment, as one `pulumi stack export` shows it. */
export interface ReadStack {
    readonly deployment: Deployment;
    /** The program's outputs by name: what `pulumi stack output --json` prints. Empty before the first update. */
    readonly outputs: Readonly<Record<string, unknown>>;
    /** The certificates that components of this package have put into the state, active or not. */
    readonly certificates: readonly StateCertificate[];
}

const schema = z.object({
    deployment: z
        .object({
            resources: z
                .array(
                    z.object({
                        type: z.string(),
                        delete: z.boolean().optional(),
                        outputs: z.record(z.string(), z.unknown()).default({}),
                    }),
                )
                .nullish(),
        })
        .nullable(),
});

/**
 * Reads a stack's state, its outputs and its certificates with one command. Secrets stay in memory.
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts
 */
export async function readStack(options: ReadStateOptions): Promise<ReadStack> {
    const json = await exportState(options);
    const resources = document(json, schema).deployment?.resources ?? [];
    const outputsOf = (wanted: string): Readonly<Record<string, unknown>>[] =>
        resources
            .filter(({ type, delete: isToBeDeleted }) => type === wanted && isToBeDeleted !== true)
            .map(({ outputs }) => openSecrets(outputs));
    return {
        deployment: deploymentIn(json),
        outputs: outputsOf("pulumi:pulumi:Stack")[0] ?? {},
        certificates: outputsOf(componentToken("Certificate")).flatMap((outputs) => {
            const [thumbprint, certificatePem] = [
                shownText(outputs["thumbprint"]),
                shownText(outputs["certificatePem"]),
            ];
            return thumbprint === undefined || certificatePem === undefined
                ? []
                : [{ thumbprint, certificatePem, privateKeyPem: shownText(outputs["privateKeyPem"]) }];
        }),
    };
}

/**
 * The same with secrets, or, when they cannot be decrypted, without: for what must go on all the same.
 * @returns with the reason why the keys are missing
 * @throws UserError when the stack cannot be read at all; the signal's reason when it aborts
 */
export async function readStackWithKeys(
    options: StackOptions,
): Promise<{ readonly read: ReadStack; readonly withoutKeys?: string }> {
    try {
        return { read: await readStack({ ...options, showSecrets: true }) };
    } catch (error) {
        if (error instanceof UserError) {
            return { read: await readStack(options), withoutKeys: error.evidence };
        }
        throw error;
    }
}

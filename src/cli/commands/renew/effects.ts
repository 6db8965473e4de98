import { copyFileSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseConnection } from "../../../connection/parse";
import { skipped } from "../../../checks/check";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { localEndpoints } from "../../../http/endpoints";
import { systemClock } from "../../../http/clock";
import type { KeyFiles } from "../../../proof/keyFiles";
import { readLogin, type Login } from "../../../proof/readLogin";
import { setConfig, updateStack } from "../../../pulumi/changes";
import { previewStack } from "../../../pulumi/preview";
import type { StackOptions } from "../../../pulumi/run";
import { readDeployment } from "../../../pulumi/state";
import { readSituation, type ReadSituationOptions } from "../../../renewal/readSituation";
import type { RenewalEffects } from "../../../renewal/renew";
import { describe, type CertificateConfig } from "../../../renewal/steps";
import { refusedSignIn, verifyRepeatedly, type Repetition, type Try } from "../../../renewal/verifyRepeatedly";
import { verify } from "../../../verification/verify";
import { inert } from "../../../http/foreignText";

/**
 * How a renewal reaches the stack and its tenant.
 * @param reading how to read the situation again
 * @param keys files with keys that the stack does not have
 */
export function effectsOn(
    reading: Omit<ReadSituationOptions, "verifications" | "configured">,
    repetition: Repetition,
    keys: KeyFiles,
): RenewalEffects {
    const { stack } = reading;
    const { signal } = stack;
    return {
        read: (verifications) => readSituation({ ...reading, verifications }),
        verify: async (key) => verifyRepeatedly(await signInWith(key, keys, stack), repetition, systemClock, signal),
        setConfig: async (project, values, before) => {
            const file = configFileOf(stack);
            const contentBefore = contentOf(file);
            await setValues(project, values, stack);
            const content = contentOf(file);
            return async () => {
                // As it was, also where it relied on a default; unless somebody else has changed it meanwhile.
                if (contentBefore !== undefined && content === contentOf(file)) {
                    await replaceWhole(file, (copy) => {
                        writeFileSync(copy, contentBefore);
                    });
                } else {
                    await setValues(project, before, stack);
                }
            };
        },
        preview: () => previewStack(stack),
        // Directly before the update, for somebody else may have made one since the situation was read.
        writtenAt: async () => (await readDeployment(stack)).writtenAt,
        update: (message) => updateStack(message, stack),
        refusalCheck: async (key) => {
            // Read now: the update takes the key away.
            const login = await loginWith(key, keys, stack);
            if (typeof login === "string") {
                return () => Promise.resolve(skipped(login));
            }
            const attempt = await signInAs(login, signal ?? new AbortController().signal);
            return () => refusedSignIn(attempt, repetition.timeoutMs, systemClock, signal);
        },
        begin: (step) => {
            const change = step.kind === "verify" ? `Verify the certificate "${step.key}"` : describe(step).change;
            process.stderr.write(`${inert(`${stack.stack}: ${change}`)}\n`);
        },
    };
}

/** The stack's configuration file, where Pulumi keeps it unless its project says otherwise. */
export function configFileOf({ stack, cwd = "." }: StackOptions): string {
    return resolve(cwd, `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`);
}

/**
 * Sets these values in the stack's configuration file, or in another one. Pulumi writes such a file in place, so that another
 * command may read half of it, and write that back: a copy is changed, and takes the file's place whole.
 */
export async function setValues(
    project: string,
    { certificates, activeCertificate }: Partial<CertificateConfig>,
    stack: StackOptions,
    file = configFileOf(stack),
): Promise<void> {
    const values = {
        ...(certificates === undefined ? {} : { [`${project}:certificates`]: certificates }),
        ...(activeCertificate === undefined ? {} : { [`${project}:activeCertificate`]: activeCertificate }),
    };
    if (Object.keys(values).length === 0) {
        return;
    }
    if (!existsSync(file)) {
        await setConfig(values, stack);
        return;
    }
    await replaceWhole(file, (copy) => setConfig(values, stack, copy));
}

function contentOf(file: string): string | undefined {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Changes a copy of a file, which then takes its place. */
async function replaceWhole(file: string, change: (copy: string) => void | Promise<void>): Promise<void> {
    const target = realpathSync(file);
    const copy = join(dirname(target), `.${process.pid}.${basename(target)}`);
    try {
        copyFileSync(target, copy);
        await change(copy);
        renameSync(copy, target);
    } finally {
        rmSync(copy, { force: true });
    }
}

/**
 * Signs in with one of the stack's certificates.
 * @throws UserError when its private key is nowhere
 */
async function signInWith(key: string, keys: KeyFiles, stack: StackOptions): Promise<Try> {
    const login = await loginWith(key, keys, stack);
    if (typeof login === "string") {
        throw new UserError(login, "Give the file with its key: --key-file.", { exitStatus: ExitStatus.PersonNeeded });
    }
    return signInAs(login, stack.signal ?? new AbortController().signal);
}

/** The login with that certificate, with its key from one of the files or from the stack; or why the key cannot be had. */
export async function loginWith(key: string, keys: KeyFiles, stack: StackOptions): Promise<Login | string> {
    const { signal = new AbortController().signal } = stack;
    try {
        const login = { source: { read: await keys.readStack({ ...stack, signal }, key) }, certificate: key };
        return await readLogin(login, await keys.of(login, signal), signal);
    } catch (error) {
        if (!(error instanceof UserError)) {
            throw error;
        }
        return `the private key of "${key}" is not at hand: ${error.evidence}`;
    }
}

/** Signs in as a login that was read already. */
export async function signInAs(login: Login, signal: AbortSignal): Promise<Try> {
    const connection = parseConnection(login.connection);
    const endpoints = await localEndpoints(process.env, signal);
    return async (until, timeoutMs) => {
        const { verdict, checks } = await verify(connection, login.credential, { until, timeoutMs, endpoints, signal });
        const open = checks.find(({ result }) => ["failed", "waiting", "undecided"].includes(result));
        return { verdict, finding: open === undefined ? "" : `${open.title}: ${open.evidence}` };
    };
}

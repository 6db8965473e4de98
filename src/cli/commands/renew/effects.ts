import { parseConnection } from "../../../connection/parse";
import { localEndpoints } from "../../../http/endpoints";
import { systemClock } from "../../../http/clock";
import { readLogin, type Login } from "../../../proof/readLogin";
import { setConfig, updateStack } from "../../../pulumi/changes";
import { previewStack } from "../../../pulumi/preview";
import type { StackOptions } from "../../../pulumi/run";
import { readDeployment } from "../../../pulumi/state";
import { readSituation, type ReadSituationOptions } from "../../../renewal/readSituation";
import type { RenewalEffects } from "../../../renewal/renew";
import { describe } from "../../../renewal/steps";
import { refusedSignIn, verifyRepeatedly, type Repetition, type Try } from "../../../renewal/verifyRepeatedly";
import { verify } from "../../../verification/verify";
import { inert } from "../../../http/foreignText";

/** How a renewal reaches this stack and its tenant. */
export function effectsOn(
    stack: StackOptions,
    reading: Omit<ReadSituationOptions, "stack" | "verifications" | "clock">,
    repetition: Repetition,
): RenewalEffects {
    const { signal } = stack;
    return {
        read: (verifications) => readSituation({ ...reading, stack, verifications, clock: systemClock }),
        verify: async (key) => verifyRepeatedly(await signInWith(key, stack), repetition, systemClock, signal),
        setConfig: (project, { certificates, activeCertificate }) =>
            setConfig(
                { [`${project}:certificates`]: certificates, [`${project}:activeCertificate`]: activeCertificate },
                stack,
            ),
        preview: () => previewStack(stack),
        writtenAt: async () => (await readDeployment(stack)).writtenAt,
        update: (message) => updateStack(message, stack),
        refusalCheck: async (key) => {
            // Read now: the update takes the key away.
            const attempt = await signInWith(key, stack);
            return () => refusedSignIn(attempt, repetition.timeoutMs, systemClock, signal);
        },
        begin: (step) => {
            const change = step.kind === "verify" ? `Verify the certificate "${step.key}"` : describe(step).change;
            process.stderr.write(`${inert(`${stack.stack}: ${change}`)}\n`);
        },
    };
}

/** Signs in with one of the stack's certificates. */
async function signInWith(
    key: string,
    { stack, cwd, signal = new AbortController().signal }: StackOptions,
): Promise<Try> {
    return signInAs(await readLogin({ source: { stack, cwd }, certificate: key }, {}, signal), signal);
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

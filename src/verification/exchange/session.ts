import type { Connection } from "../../connection/connection";
import { ExitStatus } from "../../errors/exitStatus";
import { UserError } from "../../errors/userError";
import { systemClock } from "../../http/clock";
import type { Endpoints } from "../../http/endpoints";
import { Sender } from "../../http/send";
import { Attempt } from "../attempt";
import type { Credential } from "../credential";

/** How to reach Exchange Online. */
export interface SessionOptions {
    /** @default the hosts of the connection's cloud. */
    readonly endpoints: Endpoints | undefined;
    readonly signal: AbortSignal;
}

/** Runs a cmdlet in Exchange Online with one sign-in. */
export type RunCmdlet = Attempt["run"];

/**
 * Signs in once and hands out what runs cmdlets, outside of a verification.
 * @throws UserError with the refusal of the sign-in; the signal's reason when it aborts
 */
export async function withExchange<Result>(
    connection: Connection,
    credential: Credential,
    { endpoints, signal }: SessionOptions,
    work: (run: RunCmdlet) => Promise<Result>,
): Promise<Result> {
    const sender = new Sender(signal);
    try {
        const attempt = new Attempt({
            ...{ candidate: connection, credential, options: { endpoints, signal } },
            send: sender.send,
            now: () => systemClock.now(),
        });
        const signIn = await attempt.signIn();
        if ("refusal" in signIn) {
            const { evidence, remedy } = signIn.refusal;
            throw new UserError(evidence, remedy, { exitStatus: ExitStatus.Refused });
        }
        return await work((cmdlet, parameters, wanted) => attempt.run(cmdlet, parameters, wanted));
    } finally {
        sender.close();
    }
}

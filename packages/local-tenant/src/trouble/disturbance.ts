import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionCut, type Reply, type RequestIdentity } from "../http";

/** What happens to one request instead of, or on top of, the ordinary answer. */
export interface Disturbance {
    /** In real time: the caller waits, whatever the tenant's clock says. */
    readonly delayMilliseconds: number;
    /** @default the request is answered as ever */
    readonly reply?: (identity: RequestIdentity) => Reply;
    readonly cut?: "before" | "after" | undefined;
}

/** Answers the request under that disturbance. */
export async function disturbed(
    { delayMilliseconds, reply, cut }: Disturbance,
    identity: RequestIdentity,
    answer: () => Promise<Reply>,
): Promise<Reply> {
    // Without a claim on the process: a tenant that is closed meanwhile does not wait for it.
    await sleep(delayMilliseconds, undefined, { ref: false });
    if (cut === "before") {
        throw new ConnectionCut("the connection is cut before the work");
    }
    const given = reply?.(identity) ?? (await answer());
    if (cut === "after") {
        throw new ConnectionCut("the connection is cut after the work");
    }
    return given;
}

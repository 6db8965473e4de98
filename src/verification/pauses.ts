import { backoffMs } from "../http/backoff";
import { otherwise, type Patience } from "./rung";

/** The pauses of one verification: they grow for as long as the same check is waited for. */
export class Pauses {
    private readonly counts = new Map<string, number>();

    /**
     * The next pause, in milliseconds.
     * @param id of the check that is waited for
     * @param patience of its rung
     * @param isTransient whether the service was only busy
     * @param random from 0 up to 1
     */
    next(id: string, patience: Patience = otherwise, isTransient: boolean, random: number): number {
        const reason = isTransient ? "busy" : id;
        const count = this.counts.get(reason) ?? 0;
        this.counts.set(reason, count + 1);
        return backoffMs(isTransient ? otherwise : patience, count, random);
    }
}

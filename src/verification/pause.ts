import type { Check } from "./check";

/** How often to look again, in milliseconds. */
interface Patience {
    /** Before the second attempt. */
    readonly first: number;
    /** From then on at most. */
    readonly longest: number;
}

/** By how long each takes to arrive, as reported and, for Exchange Online's roles, as documented. */
const patience: Readonly<Record<string, Patience>> = {
    // A certificate, an application: seconds to some minutes.
    "sign-in": { first: 2_000, longest: 15_000 },
    // Consent and role in a new token: minutes.
    permission: { first: 5_000, longest: 20_000 },
    "protection-permission": { first: 5_000, longest: 20_000 },
    "directory-roles": { first: 5_000, longest: 20_000 },
    // A role in Exchange Online: 2 to 5 minutes, up to half an hour; a role group up to two hours.
    exchange: { first: 10_000, longest: 20_000 },
};

/** For a busy service or a broken connection, and for what stands alone. */
const otherwise: Patience = { first: 2_000, longest: 30_000 };

/** How much longer each pause is than the one before. */
const growth = 1.6;
/** Up to this share is taken off at random, so that pipelines that started together do not ask together. */
const jitter = 0.25;

/** The pauses of one verification: they grow for as long as the same is waited for. */
export class Pauses {
    private readonly counts = new Map<string, number>();

    /**
     * The next pause, in milliseconds.
     * @param waitingFor the check that did not hold
     * @param random from 0 up to 1
     */
    next({ id, isTransient = false }: Pick<Check, "id" | "isTransient">, random: number): number {
        const reason = isTransient ? "busy" : id;
        const count = this.counts.get(reason) ?? 0;
        this.counts.set(reason, count + 1);
        const { first, longest } = patience[reason] ?? otherwise;
        return Math.round(Math.min(first * growth ** count, longest) * (1 - jitter * random));
    }
}

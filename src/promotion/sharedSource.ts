import type { StackFacts } from "./effects";
import type { Admitted } from "./gate";

/** A source that may be promoted from. */
export interface AdmittedSource {
    readonly facts: StackFacts;
    readonly admitted: Admitted;
}

/** The source of stacks that are promoted together: the first that comes to it verifies it, for all. */
export class SharedSource {
    private admission: Promise<AdmittedSource> | undefined;

    /** @throws what the first admission throws, to each that asks */
    admit(first: () => Promise<AdmittedSource>): Promise<AdmittedSource> {
        this.admission ??= first();
        return this.admission;
    }
}

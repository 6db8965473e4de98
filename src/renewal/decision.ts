/** What a renewal does: each changes one thing. */
export type Step =
    /** Adds a certificate beside the others. `from` is the one whose arguments it gets. */
    | { readonly kind: "stage"; readonly key: string; readonly from: string }
    /** Signs in with a certificate several times; changes nothing. */
    | { readonly kind: "verify"; readonly key: string }
    /** Makes a certificate the active one, which places in Azure get with it. */
    | { readonly kind: "switch"; readonly key: string; readonly from: string }
    /** Removes an old certificate. */
    | { readonly kind: "retire"; readonly key: string; readonly because: string }
    /** Makes the configuration agree with what was deployed already; deploys nothing. */
    | { readonly kind: "restore"; readonly because: string };

/** What comes next. */
export type Decision =
    | { readonly kind: "nothing due"; readonly until: Date; readonly reasons: readonly string[] }
    | { readonly kind: "step"; readonly step: Step }
    | { readonly kind: "waiting"; readonly until: Date | undefined; readonly reasons: readonly string[] }
    /** Only a person can go on. */
    | { readonly kind: "person"; readonly reasons: readonly string[] };

/** A step that can be made now comes before anything to wait for. */
export function firstOf(...decisions: readonly (Decision | undefined)[]): Decision | undefined {
    const order = ["step", "person", "waiting"];
    return decisions
        .filter((decision) => decision !== undefined)
        .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))[0];
}

export const step = (one: Step): Decision => ({ kind: "step", step: one });
export const person = (...reasons: readonly string[]): Decision => ({ kind: "person", reasons });

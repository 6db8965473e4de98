/** Gathers the values of an option that is given several times. */
export function collect(value: string, others: readonly string[] | undefined): readonly string[] {
    return [...(others ?? []), value];
}

/** Any part of a value. Lists are whole or absent. */
type Part<Value> = Value extends readonly unknown[]
    ? Value
    : Value extends object
      ? { readonly [Key in keyof Value]?: Part<Value[Key]> | undefined }
      : Value;

/** Graph's PATCH: what a complex value does not mention stays; everything else is replaced, lists included. */
export function merge<Value extends object>(old: Value, changes: Part<NoInfer<Value>>): Value {
    return mergeRecords(old as Record<string, unknown>, changes as Record<string, unknown>) as Value;
}

function mergeRecords(old: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
    const merged = { ...old };
    for (const [name, change] of Object.entries(changes)) {
        const before = merged[name];
        if (change !== undefined) {
            merged[name] = isComplex(before) && isComplex(change) ? mergeRecords(before, change) : change;
        }
    }
    return merged;
}

function isComplex(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object without the properties of those names. */
export function omit<Value extends object, Name extends keyof Value & string>(
    value: Value,
    ...names: readonly Name[]
): Omit<Value, Name> {
    const left = Object.entries(value).filter(([name]) => !(names as readonly string[]).includes(name));
    return Object.fromEntries(left) as Omit<Value, Name>;
}

import { positiveInteger } from "../paging";
import { notImplemented, parameterBinding } from "./errors";

/** The parameters of a cmdlet by name, and the management roles that show each. Undefined: every role does. */
export type ParameterTable = Readonly<Record<string, readonly string[] | undefined>>;

/** The values that a caller gave to a cmdlet's parameters. PowerShell minds no upper and lower case in names. */
export class Parameters {
    private constructor(private readonly values: ReadonlyMap<string, unknown>) {}

    /**
     * @param table the parameters that the cmdlet has here
     * @param managementRoles the caller's
     */
    static bind(
        cmdlet: string,
        table: ParameterTable,
        given: Readonly<Record<string, unknown>>,
        managementRoles: ReadonlySet<string>,
    ): Parameters {
        const known = new Map(Object.entries(table).map(([name, roles]) => [name.toLowerCase(), roles]));
        const values = new Map<string, unknown>();
        for (const [name, value] of Object.entries(given)) {
            const roles = known.get(name.toLowerCase());
            if (!known.has(name.toLowerCase())) {
                throw notImplemented(`the parameter ${name.toLowerCase()} of ${cmdlet}`);
            }
            if (roles && !roles.some((role) => managementRoles.has(role))) {
                // A session has only those parameters that the caller's roles show.
                throw parameterBinding(`A parameter cannot be found that matches parameter name '${name}'.`);
            }
            values.set(name.toLowerCase(), value);
        }
        return new Parameters(values);
    }

    /** The text of a parameter, or undefined when it is not given. */
    text(name: string): string | undefined {
        const value = this.values.get(name.toLowerCase()) ?? undefined;
        if (value !== undefined && typeof value !== "string") {
            throw parameterBinding(`Cannot process argument transformation on parameter '${name}'.`);
        }
        return value;
    }

    /** The texts of a parameter that takes several; one text stands for a list of one. */
    texts(name: string): readonly string[] {
        const value = this.values.get(name.toLowerCase()) ?? [];
        const texts = Array.isArray(value) ? value : [value];
        if (!texts.every((text) => typeof text === "string")) {
            throw parameterBinding(`Cannot process argument transformation on parameter '${name}'.`);
        }
        return texts;
    }

    /** The text of a parameter that must be given. */
    required(name: string): string {
        const text = this.text(name);
        if (!text) {
            throw parameterBinding(
                `Cannot process command because of one or more missing mandatory parameters: ${name}.`,
            );
        }
        return text;
    }

    /** Whether a switch is set. */
    isSet(name: string): boolean {
        return this.values.get(name.toLowerCase()) === true;
    }

    /** How many results the caller wants at most. */
    resultSize(): number {
        const given: unknown = this.values.get("resultsize") ?? 1000;
        const text = String(given).toLowerCase();
        const size = text === "unlimited" ? Infinity : positiveInteger(text);
        if (size === undefined) {
            throw parameterBinding("Cannot process argument transformation on parameter 'ResultSize'.");
        }
        return size;
    }
}

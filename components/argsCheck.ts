import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../src/errors/userError";

/** Says what a value must be, with an example; undefined when it is allowed. */
export type Rule<T = unknown> = (value: T) => string | undefined;

/**
 * Collects every problem of a component's args, so that the user sees all of them at once and before anything is
 * registered. Values that are not known yet are checked as soon as they are. Nothing is taken for granted of a value's
 * type: programs in JavaScript and configuration files hold anything.
 */
export class ArgsCheck {
    private readonly problems: string[] = [];

    /** @param subject Whose args they are: class and name, the first words of the error. */
    constructor(private readonly subject: string) {}

    /** Notes a problem that no single value shows. */
    problem(path: string, text: string): void {
        this.problems.push(`${path}: ${text}`);
    }

    /**
     * Refuses options that do not exist, without their values.
     * @param path Where the options stand, with a final dot; empty at the top.
     * @param explained What to say of options that people expect and that cannot be.
     */
    options(
        path: string,
        given: object,
        allowed: readonly string[],
        explained: Readonly<Record<string, string>>,
    ): void {
        for (const name of Object.keys(given).filter((name) => !allowed.includes(name))) {
            const reason = Object.hasOwn(explained, name) ? explained[name] : undefined;
            this.problem(`${path}${name}`, reason ?? `is no option here; allowed are ${allowed.join(", ")}`);
        }
    }

    /** Checks a value that is known now; whether it is allowed. */
    plain<T>(path: string, value: T, rule: Rule<T>): boolean {
        const problem = rule(value);
        if (problem !== undefined) {
            this.problem(path, `given ${shown(value)}; ${problem}`);
        }
        return problem === undefined;
    }

    /** Checks an input: now when it is plain, else the returned input fails as soon as its value is known. */
    input<T>(path: string, input: pulumi.Input<T>, rule: Rule): pulumi.Input<T> {
        return this.checked(path, input, rule, shown);
    }

    /** Checks an input as {@link input} does, and never shows its value. */
    confidential<T>(path: string, input: pulumi.Input<T>, rule: Rule): pulumi.Input<T> {
        return this.checked(path, input, rule, () => undefined);
    }

    /** @throws UserError with one line per problem noted so far. */
    throwProblems(): void {
        if (this.problems.length === 1) {
            throw new UserError(`${this.subject}: ${this.problems.join()}`);
        }
        if (this.problems.length > 1) {
            throw new UserError(`${this.subject}:${this.problems.map((problem) => `\n  ${problem}`).join("")}`);
        }
    }

    private checked<T>(
        path: string,
        input: pulumi.Input<T>,
        rule: Rule,
        show: (value: unknown) => string | undefined,
    ): pulumi.Input<T> {
        const message = (problem: string, given: string | undefined): string =>
            given === undefined ? problem : `given ${given}; ${problem}`;
        if (!isDeferred(input)) {
            const problem = rule(input);
            if (problem !== undefined) {
                this.problem(path, message(problem, show(input)));
            }
            return input;
        }
        const output = pulumi.output(input);
        return output.apply(async (value) => {
            const problem = rule(value);
            if (problem !== undefined) {
                const given = (await pulumi.isSecret(output)) ? undefined : show(value);
                throw new UserError(`${this.subject}: ${path}: ${message(problem, given)}`);
            }
            return value;
        }) as pulumi.Output<T>;
    }
}

/** Whether an input, or an element of a list of inputs, will be known later only. */
export function isDeferred(input: unknown): boolean {
    return (
        pulumi.Output.isInstance(input) || input instanceof Promise || (Array.isArray(input) && input.some(isDeferred))
    );
}

/** A GUID as Microsoft Graph writes it, whatever a user did: its case means nothing, but a changed text is a change. */
export function lowerCase(id: pulumi.Input<string>): pulumi.Input<string> {
    if (isDeferred(id)) {
        return pulumi.output(id).apply((text) => text.toLowerCase());
    }
    return typeof id === "string" ? id.toLowerCase() : id;
}

/** Whether a value is a map, as options are; a list is none. */
export function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

/** Refuses a text that is empty, too long, or would break a line. */
export function oneLine(longest: number, example: string): Rule {
    return (text) =>
        typeof text === "string" && text.trim() !== "" && text.length <= longest && !/\p{Cc}/u.test(text)
            ? undefined
            : `must be one line of 1 to ${longest} characters, for example ${example}`;
}

const longestShown = 200;

/** A value for a message. Keys and certificates are long, and a key is secret: neither is repeated. */
function shown(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    // JSON knows no Infinity and no NaN.
    const text =
        typeof value === "number" ? String(value) : ((JSON.stringify(value) as string | undefined) ?? typeof value);
    if (text.includes("-----BEGIN")) {
        return "a text in PEM form";
    }
    return text.length <= longestShown ? text : `${text.slice(0, longestShown)}… (${text.length} characters)`;
}

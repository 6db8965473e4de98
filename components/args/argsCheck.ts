import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../src/errors/userError";
import { nearest } from "./nearest";

/** Why a value is refused. */
export interface Problem {
    /** What is wrong, in words that follow the name of the argument, such as "is not a GUID". */
    readonly wrong: string;
    /** What to do, in whole sentences without the final period. */
    readonly remedy?: string;
}

/** The arguments beside the one that is checked, with their defaults. */
export type Siblings = Readonly<Record<string, unknown>>;

/** Why a value is refused, or undefined when it is allowed. */
export type Rule = (value: unknown, siblings: Siblings) => Problem | undefined;

/**
 * Collects every problem of a component's args, so that the user sees all of them at once and before anything is
 * registered. Values that are not known yet are checked as soon as they are. Nothing is taken for granted of a value's
 * type: programs in JavaScript and configuration files hold anything.
 */
export class ArgsCheck {
    private readonly problems: string[] = [];

    /** @param subject Whose args they are: class and name, the first words of the error. */
    constructor(private readonly subject: string) {}

    /**
     * Notes a problem.
     * @param got the value, as far as it may be shown
     */
    problem(path: string, problem: Problem, got?: string): void {
        this.problems.push(messageOf(path, problem, got));
    }

    /**
     * Refuses options that do not exist, without their values.
     * @param path Where the options are, with a final dot; empty at the top.
     * @param impossible Why options that people expect cannot exist.
     */
    options(
        path: string,
        given: object,
        allowed: readonly string[],
        impossible: Readonly<Record<string, Problem>> = {},
    ): void {
        for (const name of Object.keys(given).filter((name) => !allowed.includes(name))) {
            const similar = nearest(name, allowed);
            const meant = similar === undefined ? "" : `Did you mean ${similar}? `;
            const unknown = { wrong: "is not an option here", remedy: `${meant}Options: ${allowed.join(", ")}` };
            this.problem(`${path}${name}`, Object.hasOwn(impossible, name) ? (impossible[name] ?? unknown) : unknown);
        }
    }

    /** Checks a value that is known now; whether it is allowed. */
    plain(path: string, value: unknown, rule: Rule, siblings: Siblings = {}): boolean {
        const problem = rule(value, siblings);
        if (problem !== undefined) {
            this.problem(path, problem, shown(value));
        }
        return problem === undefined;
    }

    /** Checks an input: now when it is plain, else the returned input fails as soon as its value is known. */
    input<T>(path: string, input: unknown, rule: Rule, siblings: Siblings = {}): pulumi.Input<T> {
        return this.checked(path, input, (value) => rule(value, siblings), shown);
    }

    /** Checks an input as {@link input} does, and never shows its value. */
    confidential<T>(path: string, input: unknown, rule: Rule, siblings: Siblings = {}): pulumi.Input<T> {
        return this.checked(
            path,
            input,
            (value) => rule(value, siblings),
            () => undefined,
        );
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
        input: unknown,
        problemOf: (value: unknown) => Problem | undefined,
        show: (value: unknown) => string | undefined,
    ): pulumi.Input<T> {
        if (!isDeferred(input)) {
            const problem = problemOf(input);
            if (problem !== undefined) {
                this.problem(path, problem, show(input));
            }
            return input as T;
        }
        const output: pulumi.Output<unknown> = pulumi.output(input);
        return output.apply(async (value) => {
            const problem = problemOf(value);
            if (problem !== undefined) {
                const got = (await pulumi.isSecret(output)) ? undefined : show(value);
                throw new UserError(`${this.subject}: ${messageOf(path, problem, got)}`);
            }
            return value;
        }) as pulumi.Output<T>;
    }
}

/** `<path>: <what is wrong> (got <value>). <What to do>.` */
function messageOf(path: string, { wrong, remedy }: Problem, got: string | undefined): string {
    const evidence = got === nothing ? "is required" : `${wrong}${got === undefined ? "" : ` (got ${got})`}`;
    return `${path}: ${evidence}.${remedy === undefined ? "" : ` ${remedy}.`}`;
}

/** Whether an input, or an element of a list of inputs, will be known later only. */
export function isDeferred(input: unknown): input is object {
    return (
        pulumi.Output.isInstance(input) || input instanceof Promise || (Array.isArray(input) && input.some(isDeferred))
    );
}

/** Whether a value is a map, as options are; a list is not. */
export function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

const longestShown = 200;
const nothing = "nothing";

/** A value for a message. Keys and certificates are long, and a key is secret: neither is repeated. */
function shown(value: unknown): string {
    if (value === undefined) {
        return nothing;
    }
    if (isDeferred(value)) {
        return "an output";
    }
    // JSON knows no Infinity and no NaN.
    const text =
        typeof value === "number" ? String(value) : ((JSON.stringify(value) as string | undefined) ?? typeof value);
    if (text.includes("-----BEGIN")) {
        return "a text in PEM form";
    }
    return text.length <= longestShown ? text : `${text.slice(0, longestShown)}… (${text.length} characters)`;
}

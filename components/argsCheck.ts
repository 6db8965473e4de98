import * as pulumi from "@pulumi/pulumi";
import { UserError } from "./userError";

/** Says what a value must be, with an example; undefined when it is allowed. */
export type Rule<T> = (value: T) => string | undefined;

/**
 * Collects every problem of a component's args, so that the user sees all of them at once and before anything is
 * registered. Values that are not known yet are checked as soon as they are.
 */
export class ArgsCheck {
    private readonly problems: string[] = [];

    /** @param subject Whose args they are: class and name, the first words of the error. */
    constructor(private readonly subject: string) {}

    /** Notes a problem that no single value shows. */
    problem(path: string, text: string): void {
        this.problems.push(`${path}: ${text}`);
    }

    /** Checks a value that is known now. */
    plain<T>(path: string, value: T, rule: Rule<T>): void {
        const problem = rule(value);
        if (problem !== undefined) {
            this.problem(path, describe(value, problem));
        }
    }

    /** Checks an input: now when it is plain, else the returned input fails as soon as its value is known. */
    input<T extends string | string[]>(path: string, input: pulumi.Input<T>, rule: Rule<T>): pulumi.Input<T> {
        if (!pulumi.Output.isInstance(input) && !(input instanceof Promise)) {
            this.plain(path, input, rule);
            return input;
        }
        return pulumi.output(input).apply((value) => {
            const problem = rule(value as T);
            if (problem !== undefined) {
                throw new UserError(`${this.subject}: ${path}: ${describe(value, problem)}`);
            }
            return value;
        }) as pulumi.Output<T>;
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
}

/** Keys and certificates are long, and a key is secret: neither is repeated. */
function describe(value: unknown, problem: string): string {
    return typeof value === "string" && value.includes("-----BEGIN")
        ? problem
        : `given ${value === undefined ? "nothing" : JSON.stringify(value)}; ${problem}`;
}

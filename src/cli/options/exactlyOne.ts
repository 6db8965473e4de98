import { UserError } from "../../errors/userError";

/**
 * Checks that exactly one of the options is given.
 * @param given by what help calls the option, for example `--stack <name>`
 * @throws UserError when none is given, or several
 */
export function exactlyOne(given: Readonly<Record<string, boolean>>): void {
    const present = Object.keys(given).filter((option) => given[option]);
    if (present.length === 0) {
        throw new UserError(`give one of ${listed(Object.keys(given))}`);
    }
    if (present.length > 1) {
        throw new UserError(
            `${listed(present.map((option) => option.replace(/ .*/, "")))} exclude each other. Give one.`,
        );
    }
}

function listed(options: readonly string[]): string {
    return `${options.slice(0, -1).join(", ")} and ${options.at(-1) ?? ""}`;
}

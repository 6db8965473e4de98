import type { Command } from "commander";
import { decodeText, firstLine } from "../../certificate/decodeText";
import { pfxPasswordProblem } from "../../certificate/pfx";
import { generatePassword } from "../../delivery/password";
import { promptForPassword } from "../terminal/prompts";
import { readInput } from "../../files/readInput";
import { UserError } from "../../errors/userError";

/** The options that say where the password of an exported key comes from. */
export interface PasswordOptions {
    readonly passwordFile?: string;
    readonly passwordEnv?: string;
    readonly generatePassword?: string | true;
}

/** A password for a file that is to be made. */
export interface NewPassword {
    readonly password: string;
    /** The file to put it into, when it was generated for one. */
    readonly file?: string;
    /** Whether nobody knows it yet, so that it must be shown. */
    readonly show?: boolean;
}

/** Adds the options of the password. None takes the password itself: the arguments of a process are visible to others. */
export function withPassword(command: Command): Command {
    return command
        .option("--password-file <path>", "file with the password in its first line")
        .option("--password-env <name>", "environment variable with the password")
        .option("--generate-password [path]", "make a strong password, into this file or shown on the terminal");
}

/** Whether one of the options is given. */
export function hasPassword(options: PasswordOptions): boolean {
    return given(options).length > 0;
}

/**
 * The password by the options, or from a hidden prompt when there is none.
 * @throws UserError when it cannot be had, or cannot be the password of a PFX.
 */
export async function newPassword(options: PasswordOptions, signal: AbortSignal): Promise<NewPassword> {
    if (given(options).length > 1) {
        throw new UserError("give one of --password-file, --password-env and --generate-password");
    }
    if (options.generatePassword !== undefined) {
        return generated(options.generatePassword);
    }
    const password = await existing(options, signal);
    const problem = pfxPasswordProblem(password);
    if (problem !== undefined) {
        throw new UserError(problem);
    }
    return { password };
}

function given(options: PasswordOptions): unknown[] {
    return [options.passwordFile, options.passwordEnv, options.generatePassword].filter((value) => value !== undefined);
}

function generated(path: string | true): NewPassword {
    const password = generatePassword();
    if (path !== true) {
        return { password, file: path };
    }
    if (!process.stderr.isTTY) {
        throw new UserError("--generate-password shows the password on a terminal, and there is none; give it a file");
    }
    return { password, show: true };
}

async function existing({ passwordFile, passwordEnv }: PasswordOptions, signal: AbortSignal): Promise<string> {
    if (passwordFile !== undefined) {
        return firstLine(decodeText(readInput(passwordFile)));
    }
    if (passwordEnv !== undefined) {
        const password = process.env[passwordEnv];
        if (password === undefined) {
            throw new UserError(`--password-env: the environment variable ${passwordEnv} is not set`);
        }
        return password;
    }
    return promptForPassword(signal);
}

import { createRequire } from "node:module";
import { setImmediate as afterPendingErrors } from "node:timers/promises";
import { setLoaded } from "../language/loadedModule";
import type { ProgramStart } from "../language/program";

/*
 * Runs one program after the other with the SDK's own runner, each with a state of its own, and tells the exit code with
 * which the SDK's own runner would have ended.
 */

/** What is used of `@pulumi/pulumi/cmd/run/run`. */
interface Run {
    readonly run: (
        options: Readonly<Record<string, unknown>>,
        programStarted: () => void,
        reportLoggedError: (error: unknown) => void,
        isErrorReported: (error: unknown) => boolean,
    ) => Promise<unknown>;
}

/** What is used of `@pulumi/pulumi/runtime/settings`. */
interface Settings {
    readonly waitForRPCs: () => Promise<void>;
    readonly signalAndWaitForShutdown: () => Promise<void>;
    readonly disconnectSync: () => void;
}

/** The codes with which the SDK's runner says that the user has been told what went wrong, and has not. */
const exitCodes = { reported: 32, unreported: 1 } as const;

const errors = new Set<unknown>();
const reported = new Set<unknown>();

const onError = (error: unknown): void => {
    errors.add(error);
    // Once nothing is under way any more, the process would end.
    process.channel?.unref();
};
process.on("uncaughtException", onError);
process.on("unhandledRejection", onError);
process.on("beforeExit", () => {
    const exitCode = [...errors].every((error) => reported.has(error)) ? exitCodes.reported : exitCodes.unreported;
    errors.clear();
    reported.clear();
    disconnect();
    process.channel?.ref();
    process.send?.(exitCode);
});

/** Modules of the program itself are read again for each run: a test may have changed them. */
function forgetProgram(folder: string): void {
    for (const file of Object.keys(require.cache)) {
        if (file.startsWith(folder) && !file.includes("/node_modules/")) {
            Reflect.deleteProperty(require.cache, file);
        }
    }
}

let isTypeScriptRegistered = false;
/** Closes what connects the SDK with the engine of the run. */
let disconnect = (): void => undefined;

async function runProgram({ folder, runner, options, program, env }: ProgramStart): Promise<void> {
    // The folder of the run before may be gone.
    process.chdir(folder);
    forgetProgram(folder);
    process.env = { ...env, ...settingsOf(options) };
    if (isTypeScriptRegistered) {
        process.env.PULUMI_NODEJS_TYPESCRIPT = "false";
    }
    // The SDK keeps what it knows of a run here, and without it reads the environment again.
    Reflect.deleteProperty(globalThis, "globalStore");
    // `cmd/run/run` takes an exit code from `cmd/run`, which would run a program when it is loaded.
    setLoaded(runner, { nodeJSProcessExitedAfterLoggingUserActionableMessage: exitCodes.reported });
    const sdk = createRequire(runner);
    const settings = sdk("@pulumi/pulumi/runtime/settings") as Settings;
    disconnect = settings.disconnectSync;
    const { run } = sdk("./run") as Run;
    const tell = (error: unknown): void => void reported.add(error);
    await run(
        { pwd: options.pwd, _: program },
        () => undefined,
        tell,
        (error) => reported.has(error),
    );
    isTypeScriptRegistered = true;
    await settings.waitForRPCs();
    await afterPendingErrors();
    if (errors.size === 0) {
        await settings.signalAndWaitForShutdown();
        disconnect();
    }
}

/** As the SDK's runner hands its options on to every copy of the SDK. */
function settingsOf(options: ProgramStart["options"]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        Object.entries(options).map(([name, value]) => [
            `PULUMI_NODEJS_${name.toUpperCase().replace("-", "_")}`,
            value,
        ]),
    );
}

process.on("disconnect", () => process.exit());
// The SDK's runner adds the same listeners in each run.
process.setMaxListeners(0);
process.on("message", (start: ProgramStart) => {
    void runProgram(start).then(() => {
        if (errors.size === 0) {
            process.send?.(0);
        }
    });
});

import type { Socket } from "node:net";

/** What a start script tells: which plugin it is, and what that would see in a process of its own. */
export interface Launch {
    readonly name: string;
    readonly args: readonly string[];
    readonly environment: NodeJS.ProcessEnv;
}

/** Where a process that stays loaded listens, if the start scripts are to take their plugins from it. */
export const loadedVariable = "STAND_INS_LOADED_AT";

/**
 * What a start script then does, in bash, with the plugin's name as $0: it asks for the plugin's port, and lives as long
 * as the plugin is to live.
 */
export const launch = [
    `exec 3<>/dev/tcp/127.0.0.1/$${loadedVariable} || exit`,
    String.raw`{ printf "%s\0" "$0" "$@"; printf "\0"; env -0; printf "\0"; } >&3`,
    `read -r port <&3 && echo "$port"`,
    'exec -a "stand-in $0" cat <&3',
].join("; ");

/** Reads what {@link launch} sends: two lists of texts, each text and each list ended by a NUL. */
export function readLaunch(socket: Socket): Promise<Launch> {
    return new Promise((resolve) => {
        let received = "";
        socket.setEncoding("utf8").on("data", (text: string) => {
            received += text;
            const [words, variables, rest] = received.split("\0\0");
            if (rest !== undefined) {
                const [name = "", ...args] = words?.split("\0") ?? [];
                resolve({ name, args, environment: environmentOf(variables?.split("\0") ?? []) });
            }
        });
    });
}

function environmentOf(variables: readonly string[]): NodeJS.ProcessEnv {
    return Object.fromEntries(
        variables.map((variable) => {
            const end = variable.indexOf("=");
            return [variable.slice(0, end), variable.slice(end + 1)];
        }),
    );
}

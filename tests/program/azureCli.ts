import type { GraphClient } from "./graphClient";

/** The commands for the Azure CLI that a text shows, each on a line of its own. */
export function azCommands(text: string): string[] {
    return [...text.matchAll(/^ {2}(az .*)$/gm)].map(([, command = ""]) => command);
}

/** The options with which `repair` would adopt the applications that it has found. */
export function adoptOptions(text: string): string[] {
    return [...text.matchAll(/run repair again with --adopt (\S+)$/gm)].flatMap(([, clientId = ""]) => [
        "--adopt",
        clientId,
    ]);
}

/** Does what the Azure CLI does for the few commands that `repair` prints, in the local tenant. */
export async function az(graph: GraphClient, command: string): Promise<void> {
    const option = (name: string): string => new RegExp(` --${name} (\\S+)`).exec(command)?.[1] ?? "";
    if (command.startsWith("az ad app delete ")) {
        return graph.delete(`/v1.0/applications(appId='${option("id")}')`);
    }
    if (command.startsWith("az rest --method DELETE ")) {
        return graph.delete(new URL(option("url")).pathname);
    }
    if (!/^az ad app credential delete .* --cert$/.test(command)) {
        throw new Error(`the stand-in for az does not know: ${command}`);
    }
    const path = `/v1.0/applications(appId='${option("id")}')`;
    const { keyCredentials } = await graph.get<{ keyCredentials: { keyId: string }[] }>(path);
    const others = keyCredentials.filter(({ keyId }) => keyId !== option("key-id"));
    if (others.length === keyCredentials.length) {
        throw new Error(`no credential ${option("key-id")} in ${path}`);
    }
    await graph.patch(path, { keyCredentials: others });
}

import { UserError } from "../../../errors/userError";
import { inert } from "../../../http/foreignText";
import { configuredRights, loginRightsOf, rightsInWords } from "../../../preflight/loginRights";
import { selectedStack } from "../../../pulumi/project";
import type { StackOptions } from "../../../pulumi/run";
import { readConfig, readState } from "../../../pulumi/state";
import type { UpOptions } from "../../../pulumi/upOptions";
import { wrap } from "../../../text/table";
import { lineWidth, type Output } from "../../terminal/terminal";

/** Says in words which rights the login will have, before the update asks whether to perform it. */
export async function announceRights({ stack, cwd, changesConfig }: UpOptions, output: Output): Promise<void> {
    const text = changesConfig
        ? "The options change the configuration, so the rights that the login will have are not known before the update."
        : await rightsOf(stack, cwd);
    if (text !== undefined) {
        output.write(`${wrap(inert(text), lineWidth(output)).join("\n")}\n\n`);
    }
}

async function rightsOf(stack: string | undefined, cwd: string | undefined): Promise<string | undefined> {
    try {
        const options: StackOptions = { stack: stack ?? (await selectedStack({ cwd })), cwd };
        const config = await readConfig(options);
        const rights = configuredRights(config, projectOf(config));
        if (rights !== undefined) {
            return rightsInWords(rights);
        }
        // A program of its own: what its last update gave.
        const sofar = loginRightsOf(await readState(options)).flatMap((one) => one ?? []);
        return sofar.length === 0 ? undefined : `So far: ${[...new Set(sofar.map(rightsInWords))].join(" ")}`;
    } catch (error) {
        if (error instanceof UserError) {
            // pulumi is about to say the same; there may not even be a stack yet.
            return undefined;
        }
        throw error;
    }
}

/** The project whose configuration has what every login needs. */
function projectOf(config: Readonly<Record<string, string>>): string {
    const key = Object.keys(config).find((one) => one.endsWith(":organization")) ?? "";
    return key.replace(/:organization$/, "");
}

import { UserError } from "../../../errors/userError";
import { inert } from "../../../http/foreignText";
import { configuredRights, loginRightsOf, rightsInWords } from "../../../preflight/loginRights";
import { readConfiguration, valuesOf, type Configuration } from "../../../pulumi/configuration";
import { selectedStack } from "../../../pulumi/project";
import type { StackOptions } from "../../../pulumi/run";
import { readDeployment } from "../../../pulumi/state";
import type { UpOptions } from "../../../pulumi/upOptions";
import { wrap } from "../../../text/table";
import { lineWidth, type Output } from "../../terminal/terminal";

/** What is known of a stack before its update. */
export interface KnownBefore {
    /** Its name. Undefined when none is named or selected yet: pulumi asks. */
    readonly stack: string | undefined;
    /** Undefined when it cannot be read, or the update changes it. */
    readonly configuration?: Configuration;
}

/** Says in words which rights the login will have, before the update asks whether to perform it. */
export async function announceRights(
    { stack: named, cwd, changesConfig }: UpOptions,
    output: Output,
): Promise<KnownBefore> {
    const say = (text: string): void => {
        output.write(`${wrap(inert(text), lineWidth(output)).join("\n")}\n\n`);
    };
    if (changesConfig) {
        say(
            "The options change the configuration, so the rights that the login will have are not known before the update.",
        );
        return { stack: named };
    }
    try {
        const stack = named ?? (await selectedStack({ cwd }));
        const configuration = await readConfiguration({ stack, cwd });
        const rights = await rightsOf({ stack, cwd }, valuesOf(configuration));
        if (rights !== undefined) {
            say(rights);
        }
        return { stack, configuration };
    } catch (error) {
        if (error instanceof UserError) {
            // pulumi is about to say the same; there may not even be a stack yet.
            return { stack: named };
        }
        throw error;
    }
}

async function rightsOf(stack: StackOptions, config: Readonly<Record<string, string>>): Promise<string | undefined> {
    const rights = configuredRights(config, projectOf(config));
    if (rights !== undefined) {
        return rightsInWords(rights);
    }
    // A program of its own: what its last update gave.
    const { resources } = await readDeployment(stack);
    const sofar = loginRightsOf(resources).flatMap((one) => one ?? []);
    return sofar.length === 0 ? undefined : `So far: ${[...new Set(sofar.map(rightsInWords))].join(" ")}`;
}

/** The project whose configuration has what every login needs. */
function projectOf(config: Readonly<Record<string, string>>): string {
    const key = Object.keys(config).find((one) => one.endsWith(":organization")) ?? "";
    return key.replace(/:organization$/, "");
}

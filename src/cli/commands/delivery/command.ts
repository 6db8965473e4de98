import { Command } from "commander";
import type { CurrentCertificates } from "../../../delivery/checkDeliveries";
import type { Delivery } from "../../../delivery/manifest";
import type { StackOutputs } from "../../../pulumi/stackOutputs";
import { collect } from "../../options/collect";
import { ExitStatus } from "../../../errors/exitStatus";
import { readSource, withSource, type SourceOptions } from "../../options/source";
import { UserError } from "../../../errors/userError";

/** `exo-unattended delivery check`: does every place hold the certificate that scripts should use? */
export function deliveryCommand(): Command {
    const check = withSource(new Command("check"))
        .description("say which places hold an expired, unknown or no longer active certificate")
        .option("--manifest <file>", "also look at the places in this manifest; repeatable", collect)
        .addHelpText(
            "after",
            "\nExit status:\n  0    every place holds the active certificate\n  1    a place does not\n  2    wrong use",
        )
        .action(checkPlaces);
    return new Command("delivery").description("the places that the certificate was delivered to").addCommand(check);
}

interface CheckOptions extends SourceOptions {
    readonly manifest?: readonly string[];
}

async function checkPlaces({ manifest = [], ...source }: CheckOptions): Promise<void> {
    const outputs = await readSource(source, { showSecrets: false });
    // Loaded here, because they bring zod: `--help` does not wait for it.
    const { checkDeliveries } = await import("../../../delivery/checkDeliveries.js");
    const { checkTable } = await import("../../terminal/checkTable.js");
    const deliveries = await allDeliveries(outputs, manifest);
    if (deliveries.length === 0) {
        throw new UserError(
            "nothing was delivered: the stack has no output deliveryManifest, and no --manifest <file> names a place",
        );
    }
    const checks = checkDeliveries(deliveries, await currentCertificates(outputs), new Date());
    const stale = checks.filter(({ result }) => result === "failed").length;
    process.stdout.write(`${checkTable(checks, process.stdout)}\n\n`);
    process.stdout.write(
        stale === 0
            ? "every place holds the active certificate\n"
            : `${stale} of ${checks.length} places must be delivered to again\n`,
    );
    process.exitCode = stale === 0 ? ExitStatus.Success : ExitStatus.Refused;
}

async function allDeliveries({ deliveryManifest }: StackOutputs, files: readonly string[]): Promise<Delivery[]> {
    const { parseManifest } = await import("../../../delivery/parseManifest.js");
    const { readManifest } = await import("../../../delivery/manifestFile.js");
    const manifests = files.map(readManifest);
    const ofStack = deliveryManifest === undefined ? [] : [parseManifest(deliveryManifest)];
    return [...ofStack, ...manifests].flatMap(({ deliveries }) => deliveries);
}

async function currentCertificates(outputs: StackOutputs): Promise<CurrentCertificates> {
    const { parseConnection } = await import("../../../connection/parse.js");
    const active = parseConnection(outputs.connection).thumbprint;
    return { active, accepted: [active, ...outputs.certificateThumbprints] };
}

import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { parseConnection } from "../../../connection/parse";
import { checkDeliveries, type CurrentCertificates } from "../../../delivery/checkDeliveries";
import type { Delivery } from "../../../delivery/manifest";
import { readManifest } from "../../../delivery/manifestFile";
import { parseManifest } from "../../../delivery/parseManifest";
import { ExitStatus } from "../../../errors/exitStatus";
import { readOutputs } from "../../../proof/readOutputs";
import type { StackOutputs } from "../../../pulumi/stackOutputs";
import { outputsSource } from "../../options/outputsSource";
import { checkTable } from "../../terminal/checkTable";
import type { DeliveryCheckOptions } from "./command";

export async function run(
    { manifest = [], ...source }: DeliveryCheckOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const outputs = await readOutputs(outputsSource(source), { showSecrets: false, signal });
    const deliveries = allDeliveries(outputs, manifest);
    if (deliveries.length === 0) {
        process.stdout.write("nothing was delivered: neither the stack nor a manifest names a place\n");
        return ExitStatus.Success;
    }
    const current = currentCertificates(outputs);
    const checks = checkDeliveries(deliveries, current, new Date(), isMissingHere);
    const stale = checks.filter(({ result }) => result === "failed").length;
    process.stdout.write(`${checkTable(checks, process.stdout)}\n\n`);
    process.stdout.write(
        stale === 0
            ? "every place holds the active certificate\n"
            : `${stale} of ${checks.length} places must be delivered to again\n`,
    );
    return stale === 0 ? ExitStatus.Success : ExitStatus.Refused;
}

/** Whether a file that was exported on this machine is gone; of other machines only the record is known. */
function isMissingHere({ kind, host, place }: Delivery): boolean {
    return kind === "file" && host === hostname() && !existsSync(place);
}

function allDeliveries({ deliveryManifest }: StackOutputs, files: readonly string[]): Delivery[] {
    const manifests = files.map(readManifest);
    const ofStack = deliveryManifest === undefined ? [] : [parseManifest(deliveryManifest)];
    return [...ofStack, ...manifests].flatMap(({ deliveries }) => deliveries);
}

function currentCertificates(outputs: StackOutputs): CurrentCertificates {
    const active = parseConnection(outputs.connection).thumbprint;
    return { active, accepted: [active, ...Object.values(outputs.certificates).map(({ thumbprint }) => thumbprint)] };
}

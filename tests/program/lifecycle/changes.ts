/** What one run of the engine did to a resource. */
interface Change {
    /**
     * For example `create azuread:Application exo`: the engine's own word for it, type and name; `gone` is what a
     * refresh did not find.
     */
    readonly line: string;
    /** Whether it went wrong. */
    readonly failed: boolean;
    /** Positions in the run's log, for the order. */
    readonly started: number;
    readonly ended: number;
}

/** As far as it is read. The format is `EngineEvent` of sdk/go/common/apitype in pulumi/pulumi. */
interface EngineEvent {
    readonly resourcePreEvent?: { readonly metadata: Metadata };
    readonly resOutputsEvent?: { readonly metadata: Metadata };
    readonly resOpFailedEvent?: { readonly metadata: Metadata };
}
interface Metadata {
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    /** The state after it. */
    readonly new?: object | null;
}

/** Nothing is done to the resource; `replace` only sums up the two steps of a replacement. */
const idle = ["same", "read", "refresh", "replace"];

/** Reads the log that `--event-log` makes. Components, providers and the stack itself are left out: they are bookkeeping. */
export function changesIn(eventLog: string): Change[] {
    const started = new Map<string, number>();
    const changes: Change[] = [];
    for (const [position, text] of eventLog.trim().split("\n").entries()) {
        const event = JSON.parse(text) as EngineEvent;
        const metadata = (event.resourcePreEvent ?? event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
        if (!metadata || !/^(azuread|tls):/.test(metadata.type)) {
            continue;
        }
        const { op, urn, type } = metadata;
        const word = op === "refresh" && !metadata.new ? "gone" : op;
        if (event.resourcePreEvent) {
            started.set(urn, position);
        } else if (!idle.includes(word)) {
            const line = `${word} ${type.replace(/:.*:/, ":")} ${urn.split("::").at(-1) ?? ""}`;
            const failed = event.resOpFailedEvent !== undefined;
            changes.push({ line, failed, started: started.get(urn) ?? position, ended: position });
        }
    }
    return changes;
}

/**
 * Compares what was done with what was expected.
 * @param chains each in its order: a link ends before the next one begins; what stands in several chains is one change
 */
export function differences(changes: readonly Change[], chains: readonly (readonly string[])[]) {
    const find = (line: string): Change | undefined => changes.find((change) => change.line === line);
    return {
        unexpected: changes.map(({ line }) => line).filter((line) => !chains.flat().includes(line)),
        missing: chains.flat().filter((line) => !find(line)),
        outOfOrder: chains.flatMap((chain) =>
            chain.slice(1).filter((line, index) => {
                const before = find(chain[index] ?? "")?.ended ?? 0;
                return (find(line)?.started ?? Infinity) < before;
            }),
        ),
    };
}

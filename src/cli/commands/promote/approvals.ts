import { UserError } from "../../../errors/userError";
import { readInput } from "../../../files/readInput";
import type { PromoteOptions } from "./command";

/**
 * The digests of the seals that were approved: each of `--approve`, and those in the file of `--approve-file`, which is what
 * `promote --to <stage> --dry-run` prints, without the lines that nobody approves.
 * @throws UserError for what is not a digest, and for a file without one
 */
export function readApprovals({ approve = [], approveFile }: PromoteOptions): readonly string[] {
    return [
        ...approve.map((text) => {
            const digest = digestIn(text);
            if (digest === undefined) {
                throw new UserError(`--approve: is not a digest (got ${text})`, "Give the 64 hex digits of the seal.");
            }
            return digest;
        }),
        ...(approveFile === undefined ? [] : digestsIn(approveFile)),
    ];
}

function digestsIn(file: string): readonly string[] {
    const lines = readInput(file)
        .toString("utf8")
        .replace(/^\uFEFF/, "")
        .split(/\r?\n/);
    const digests = lines.flatMap((line, index) => {
        const [first = ""] = line.trim().split(/\s+/);
        if (first === "" || first.startsWith("#")) {
            return [];
        }
        const digest = digestIn(first);
        if (digest === undefined) {
            throw new UserError(
                `${file}: line ${index + 1} does not begin with a digest`,
                "Each line has the 64 hex digits of a seal, and anything after a space.",
            );
        }
        return [digest];
    });
    if (digests.length === 0) {
        throw new UserError(`${file}: has no digest`, "Make it with --dry-run, whose standard output it is.");
    }
    return digests;
}

function digestIn(text: string): string | undefined {
    return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase();
}

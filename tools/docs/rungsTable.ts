import type { Rung } from "../../src/verification/rung";
import { rungs } from "../../src/verification/rungs";

/** Between these lines of docs/verification.md. */
const markers = ["<!-- rungs -->", "<!-- /rungs -->"] as const;

/**
 * docs/verification.md with a table of the ladder's rungs.
 * @param page as it is
 */
export function withRungsTable(page: string): string {
    const [before = "", rest] = page.split(`${markers[0]}\n`);
    const after = rest?.split(markers[1])[1];
    if (after === undefined) {
        throw new Error(`docs/verification.md has no ${markers.join(" and ")}`);
    }
    const rows = (rungs as readonly Rung[]).map(
        ({ id, title, purpose, subjects }) =>
            `| ${typeof title === "string" ? title : title("…")} | \`${subjects === undefined ? id : `${id}:…`}\` | ${purpose} |`,
    );
    return [
        `${before}${markers[0]}`,
        "| Check | Id | Passes when |",
        "|---|---|---|",
        ...rows,
        `${markers[1]}${after}`,
    ].join("\n");
}

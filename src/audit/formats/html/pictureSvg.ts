import { html, type Markup } from "../../../text/html";
import { cutToWidth, displayWidth } from "../../../text/displayWidth";
import type { Grant, Login, Look } from "./picture";

/** A box of the picture. */
interface Node {
    readonly key: string;
    readonly title: string;
    readonly note: string;
    readonly look: Look;
}

interface Link {
    readonly from: string;
    readonly to: string;
    readonly look: Look;
}

const width = 1_040;
const nodeHeight = 48;
const rowHeight = 64;
const headingHeight = 36;
/** Left edge and width of the three columns. */
const columns = [
    { left: 0, width: 250, heading: "Application" },
    { left: 375, width: 330, heading: "Permission and role" },
    { left: 830, width: 210, heading: "Workload" },
] as const;
/** Columns of a terminal that fit in a pixel of this page's text; wide enough for capitals. */
const charactersPerPixel = 1 / 7.6;

/** Who can do what: application → permission and role → workload. The list beside it says the same to screen readers. */
export function pictureSvg(logins: readonly Login[]): Markup {
    const grants = logins.flatMap((login) => login.grants.map((grant) => ({ login, grant })));
    const layers: readonly (readonly Node[])[] = [
        logins.map(({ name, controlledBy, grants: own }) => ({
            key: name,
            title: name,
            note: controlledBy,
            look: own.every(({ look }) => look === "gone") ? "gone" : "unchanged",
        })),
        distinct(
            grants.map(({ grant }) => ({ key: keyOf(grant), title: grant.what, note: grant.note, look: grant.look })),
        ),
        distinct(
            grants.flatMap(({ grant }) =>
                grant.workloads.map((name) => ({ key: name, title: name, note: "", look: "unchanged" as const })),
            ),
        ),
    ];
    const rows = Math.max(...layers.map((layer) => layer.length));
    const height = headingHeight + rows * rowHeight;
    const middles = layers.map(
        (layer) =>
            new Map(
                layer.map(({ key }, index) => [key, headingHeight + ((index + 0.5) * rows * rowHeight) / layer.length]),
            ),
    );
    const links: readonly (readonly Link[])[] = [
        grants.map(({ login, grant }) => ({ from: login.name, to: keyOf(grant), look: grant.look })),
        distinctLinks(
            grants.flatMap(({ grant }) =>
                grant.workloads.map((name) => ({ from: keyOf(grant), to: name, look: grant.look })),
            ),
        ),
    ];
    return html`<svg class="picture" viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false">
        ${columns.map(({ left, heading }) => html`<text class="column" x="${left}" y="14">${heading}</text>`)}
        ${links.map((layer, index) => layer.map((link) => linkPath(link, index, middles)))}
        ${layers.map((layer, index) => layer.map((node) => nodeBox(node, index, middles[index]?.get(node.key) ?? 0)))}
    </svg>`;
}

function keyOf({ what, note }: Grant): string {
    return `${note}\n${what}`;
}

/** One node for each key. What somebody still has is not drawn as removed. */
function distinct(nodes: readonly Node[]): readonly Node[] {
    const byKey = new Map<string, Node>();
    for (const node of nodes) {
        const known = byKey.get(node.key);
        byKey.set(node.key, known === undefined ? node : { ...known, look: stronger(known.look, node.look) });
    }
    return [...byKey.values()];
}

function distinctLinks(links: readonly Link[]): readonly Link[] {
    const byKey = new Map<string, Link>();
    for (const link of links) {
        const key = `${link.from}\n${link.to}`;
        const known = byKey.get(key);
        byKey.set(key, known === undefined ? link : { ...known, look: stronger(known.look, link.look) });
    }
    return [...byKey.values()];
}

function stronger(one: Look, other: Look): Look {
    const order: readonly Look[] = ["broader", "unknown", "narrower", "unchanged", "gone"];
    return order.indexOf(one) <= order.indexOf(other) ? one : other;
}

function linkPath({ from, to, look }: Link, layer: number, middles: readonly ReadonlyMap<string, number>[]): Markup {
    const start = (columns[layer]?.left ?? 0) + (columns[layer]?.width ?? 0);
    const end = columns[layer + 1]?.left ?? width;
    const bend = (start + end) / 2;
    const fromY = middles[layer]?.get(from) ?? 0;
    const toY = middles[layer + 1]?.get(to) ?? 0;
    return html`<path class="link ${look}" d="M${start} ${fromY}C${bend} ${fromY} ${bend} ${toY} ${end} ${toY}" /> `;
}

function nodeBox({ title, note, look }: Node, layer: number, middle: number): Markup {
    const { left, width: boxWidth } = columns[layer] ?? columns[0];
    const fitting = Math.floor((boxWidth - 28) * charactersPerPixel);
    const titleY = note === "" ? middle + 5 : middle - 3;
    return html`<g class="node ${look}"
        ><title>${[title, note].filter(Boolean).join(", ")}</title
        ><rect
            x="${left + 0.5}"
            y="${middle - nodeHeight / 2 + 0.5}"
            width="${boxWidth - 1}"
            height="${nodeHeight - 1}"
            rx="8"
        /><text class="name" x="${left + 14}" y="${titleY}">${shortened(title, fitting)}</text
        ><text class="note" x="${left + 14}" y="${middle + 14}">${shortened(note, fitting + 4)}</text></g
    > `;
}

function shortened(text: string, columnCount: number): string {
    return displayWidth(text) <= columnCount ? text : `${cutToWidth(text, columnCount - 1)}…`;
}

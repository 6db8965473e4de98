import { inert } from "../../../http/foreignText";
import { jsonText } from "../../../text/json";
import { markdownTable, markdownText } from "../../../text/markdown";
import { formatTable, wrap } from "../../../text/table";
import { colorsFor, lineWidth, type Output } from "../../terminal/terminal";
import type { RenewCommandOptions } from "./command";
import type { RenewReport, StackRenewal } from "./report";

const formats: Readonly<Record<RenewCommandOptions["format"], (report: RenewReport, output: Output) => string>> = {
    table: renewTable,
    json: jsonText,
    markdown: renewMarkdown,
};

/** The report in a format, for that output. */
export function renewFormat(format: RenewCommandOptions["format"], report: RenewReport, output: Output): string {
    return formats[format](report, output);
}

/** One table of a stack: its heading, the headings of its columns, its rows. */
interface Section {
    readonly title: string;
    readonly headings: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

function headline({ name, verdict, position, until }: StackRenewal): string {
    return `${name}: ${[verdict, ...(position === undefined ? [] : [position])].join(", ")}${until === undefined ? "" : ` until ${until}`}`;
}

function sectionsOf({
    steps,
    outlook,
    refusals,
    drains,
    places,
    machines,
    foreign,
    evidence,
}: StackRenewal): Section[] {
    return [
        {
            title: "Done",
            headings: ["Step", "Change", "Undo"],
            rows: steps.map(({ kind, change, undo }) => [kind, change, undo]),
        },
        {
            title: "Removed certificates",
            headings: ["Certificate", "Result", "Finding"],
            rows: refusals.map(({ certificate, result, evidence: finding }) => [certificate, result, finding]),
        },
        {
            title: "To come, at the earliest",
            headings: ["Step", "When (UTC)", "Change", "Precondition", "Undo"],
            rows: outlook.map(({ kind, at, change, precondition, undo }) => [
                kind,
                at.slice(0, 16).replace("T", " "),
                change,
                precondition,
                undo,
            ]),
        },
        {
            title: "Who used an old certificate, by the sign-in log",
            headings: ["Certificate", "Address", "Last with it", "Last with the active one"],
            rows: Object.entries(drains).flatMap(([key, { consumers }]) =>
                consumers.map(({ address, lastWithOld, lastWithActive }) => [
                    key,
                    address,
                    lastWithOld,
                    lastWithActive ?? "never",
                ]),
            ),
        },
        {
            title: "Places, by the manifests",
            headings: ["Place", "Machine", "Certificate", "Until"],
            rows: places.map(({ place, host, certificate, thumbprint, notAfter }) => [
                place,
                host ?? "",
                certificate ?? thumbprint,
                notAfter.slice(0, 10),
            ]),
        },
        {
            title: "Machines, by their own reports",
            headings: ["Machine", "Script", "Certificate", "Last used"],
            rows: machines.map(({ host, by, certificate, thumbprint, at }) => [
                host,
                by,
                certificate ?? thumbprint,
                at,
            ]),
        },
        {
            title: "Credentials that this stack did not make: they are never removed",
            headings: ["Kind", "Key id", "Since", "Until", "Last use"],
            rows: foreign.map(({ kind, keyId, startDateTime, endDateTime, lastUse }) => [
                kind,
                keyId,
                startDateTime ?? "",
                endDateTime ?? "",
                lastUse ?? (evidence === "none" ? "not known" : "none in the log"),
            ]),
        },
    ].filter(({ rows }) => rows.length > 0);
}

function renewTable({ stacks }: RenewReport, output: Output): string {
    const { bold } = colorsFor(output);
    const width = lineWidth(output);
    return stacks
        .map((stack) =>
            [
                bold(inert(headline(stack))),
                ...stack.reasons.map((reason) => `- ${wrap(reason, width - 2).join("\n  ")}`),
                ...sectionsOf(stack).flatMap(({ title, headings, rows }) => [
                    "",
                    title,
                    formatTable([headings, ...rows], width, (padded, row) => (row === 0 ? bold(padded) : padded)),
                ]),
                "",
            ].join("\n"),
        )
        .join("\n");
}

/** For a pull request: what the step changes, and what comes after it. */
function renewMarkdown({ stacks }: RenewReport): string {
    return [
        "### Renewal of certificates for Exchange Online",
        ...stacks.flatMap((stack) => [
            "",
            `**${markdownText(headline(stack))}**`,
            "",
            ...stack.reasons.map((reason) => `- ${markdownText(reason)}`),
            ...sectionsOf(stack).flatMap(({ title, headings, rows }) => [
                "",
                `${markdownText(title)}:`,
                "",
                ...markdownTable(headings, rows),
            ]),
        ]),
        "",
    ].join("\n");
}

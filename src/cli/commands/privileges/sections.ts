import type { Comparison } from "../../../privileges/compare";
import type { CmdletFinding, Support } from "../../../privileges/findings";
import type { PrivilegesReport, ScriptReport } from "../../../privileges/report";
import type { Trap } from "../../../privileges/traps";
import type { Choice, Suggestion } from "../../../privileges/suggestion";

/** A part of the report for people, whatever the format. */
export interface Section {
    readonly title: string;
    /** Rows of a table, the headings first. */
    readonly table?: readonly (readonly string[])[];
    readonly lines?: readonly string[];
    /** Commands or data to copy. */
    readonly code?: { readonly language: "powershell" | "json"; readonly lines: readonly string[] };
}

/** The report for people. Inferred and disputed statements are marked wherever they are. */
export function sectionsOf(report: PrivilegesReport): readonly Section[] {
    return [
        ...report.scripts.flatMap(scriptSections),
        ...(report.together === undefined ? [] : [suggestionSection("All scripts together", report.together)]),
        ...(report.comparison === undefined ? [] : [comparisonSection(report.comparison)]),
        ...(report.asked === undefined ? [] : askedSections(report.asked, report.scripts.some(isAnswered))),
        ...(report.asked === undefined && report.scripts.some(canBeAskedAbout) ? [authority] : []),
    ];
}

function isAnswered({ cmdlets }: ScriptReport): boolean {
    return cmdlets.some(({ confidence }) => confidence === "asked");
}

/** Security & Compliance does not answer what `--ask` asks. */
function canBeAskedAbout({ cmdlets }: ScriptReport): boolean {
    return cmdlets.some(({ endpoint }) => endpoint !== "Security & Compliance");
}

const authority: Section = {
    title: "How sure this is",
    lines: [
        "Microsoft publishes no table of cmdlets and roles. The tenant itself is the authority: --ask --stack <name> asks it.",
    ],
};

function scriptSections(script: ScriptReport): Section[] {
    const { name, cmdlets, suggestion, traps, notFollowed, otherCommands } = script;
    const list = (title: string, lines: readonly string[]): Section[] => (lines.length === 0 ? [] : [{ title, lines }]);
    if (cmdlets.length === 0) {
        return [
            { title: name, lines: ["No cmdlets of Exchange Online or Security & Compliance found."] },
            ...list("Traps", traps.map(trapLine)),
            ...list("Not followed", notFollowed.map(notFollowedLine)),
            ...list("Other commands", otherCommandsLines(otherCommands)),
        ];
    }
    return [
        { title: name, table: [headings, ...cmdlets.map(row)] },
        suggestionSection("Smallest rights found", suggestion),
        ...(script.customRoleCommands.length === 0
            ? []
            : [
                  {
                      title: "Or a custom management role with these cmdlets alone",
                      lines: [
                          "An Exchange administrator runs it once. A tenant that was never customized needs Enable-OrganizationCustomization first.",
                      ],
                      code: { language: "powershell", lines: script.customRoleCommands } as const,
                  },
              ]),
        ...list("Traps", traps.map(trapLine)),
        ...list("Not followed", notFollowed.map(notFollowedLine)),
        ...list("Other commands", otherCommandsLines(otherCommands)),
        ...list("Sources", sourceLines(cmdlets)),
    ];
}

const trapLine = ({ title, cmdlets, text }: Trap): string => `${title} (${cmdlets.join(", ")}): ${text}`;

const headings = ["Cmdlet", "Management role", "Role group", "Directory role", "Confidence", "App-only"];

const noRole = "none in the tenant";

function row(finding: CmdletFinding): string[] {
    const { cmdlet, lines, endpoint, managementRoles, roleGroup, directoryRole, confidence, appOnly } = finding;
    const where =
        endpoint === "Exchange Online"
            ? []
            : [endpoint === "either" ? "in Exchange Online or Security & Compliance" : endpoint];
    const role = managementRoles[0];
    return [
        [cmdlet, linesText(lines), ...where].join("\n"),
        [
            role === undefined ? (confidence === "asked" ? noRole : "not known") : qualified(role, confidence),
            ...finding.otherRolesByParameter.map(
                (other) =>
                    `-${other.parameter}: ${qualified(other.managementRoles.join(" or ") || noRole, other.confidence)}`,
            ),
        ].join("\n"),
        qualified(roleGroup ?? (role === undefined ? "not known" : "none"), confidence),
        qualified(directoryRole ?? (role === undefined ? "not known" : "none"), confidence),
        confidence,
        appOnly,
    ];
}

/** As many numbers of lines as a person reads; JSON has all. */
const mostLines = 10;

function linesText(lines: readonly number[]): string {
    const more = lines.length - mostLines;
    return `line ${lines.slice(0, mostLines).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A statement that is not a fact says so itself. */
function qualified(text: string, confidence: Support): string {
    return confidence === "inferred" ? `probably ${text}` : confidence === "conflicting" ? `disputed: ${text}` : text;
}

function sourceLines(cmdlets: readonly CmdletFinding[]): string[] {
    return cmdlets.flatMap(({ cmdlet, confidence, sources, otherRolesByParameter }) => [
        ...(sources.length === 0 ? [] : [`${cmdlet} (${confidence}): ${sources.join("; ")}`]),
        ...otherRolesByParameter.map(
            (other) => `${cmdlet} -${other.parameter} (${other.confidence}): ${other.sources.join("; ")}`,
        ),
    ]);
}

function suggestionSection(title: string, suggestion: Suggestion): Section {
    const { directoryRoles, roleGroups, managementRoles, notFacts, unknown, refused } = suggestion;
    const isJudged = managementRoles.length > 0;
    const word = notFacts.length === 0 ? "" : "probably ";
    return {
        title,
        lines: [
            ...(isJudged
                ? [
                      ...choiceLines(
                          "Directory role",
                          directoryRoles,
                          word,
                          "none of those that Exchange Online accepts of applications",
                      ),
                      ...choiceLines("Role group", roleGroups, word, "none of the built-in ones"),
                      `Management roles: ${word}${managementRoles.map(({ role }) => role).join(", ")}`,
                  ]
                : ["None: no role is known that would do."]),
            ...(notFacts.length === 0 ? [] : [`Inferred or disputed, not facts: ${notFacts.join(", ")}`]),
            ...(refused.length === 0 ? [] : [`Not covered, refused to applications: ${refused.join(", ")}`]),
            ...(unknown.length === 0 ? [] : [`Not covered, no role is known: ${unknown.join(", ")}`]),
        ],
    };
}

function choiceLines(what: string, choice: Choice | undefined, word: string, none: string): string[] {
    if (choice === undefined) {
        return [`${what}: ${none}`];
    }
    const { names, beyond, byOtherRole, notes } = choice;
    return [
        `${what}: ${word}${names.join(" and ")}`,
        `  Beyond the need: ${beyond}`,
        ...byOtherRole.map(
            ({ cmdlet, managementRole }) => `  ${cmdlet} by ${managementRole}, which is listed for it as well`,
        ),
        ...notes.map((note) => `  ${note}`),
    ];
}

function comparisonSection({ fit, isCertain, has, missing, excess, doubts }: Comparison): Section {
    return {
        title: "The login",
        lines: [
            `${isCertain ? "" : "Probably "}${fit}`.replace(/^./, (letter) => letter.toUpperCase()),
            `It has: ${has.join(", ") || "nothing"}`,
            ...missing.map(({ cmdlet, reason }) => `${cmdlet}: ${reason}`),
            ...excess,
            ...(isCertain ? [] : doubts.map((doubt) => `Not certain: ${doubt}`)),
        ],
    };
}

function askedSections(
    { differences, unanswered }: NonNullable<PrivilegesReport["asked"]>,
    isAnswered: boolean,
): Section[] {
    const rows = differences.map(
        ({ cmdlet, row: contributed }) => `${JSON.stringify(cmdlet)}: ${JSON.stringify(contributed)}`,
    );
    return [
        {
            title: "The tenant and the table",
            lines: [
                ...(differences.length === 0
                    ? [isAnswered ? "They agree on every cmdlet that was answered." : "Nothing was answered."]
                    : []),
                ...differences.map(({ cmdlet, onlyInTenant, onlyInTable }) =>
                    [
                        `${cmdlet}:`,
                        ...(onlyInTenant.length === 0 ? [] : [`only the tenant names ${onlyInTenant.join(", ")}`]),
                        ...(onlyInTable.length === 0 ? [] : [`only the table names ${onlyInTable.join(", ")}`]),
                    ].join(" "),
                ),
                ...unanswered.map(({ cmdlet, reason }) => `${cmdlet}: no answer, ${reason}`),
            ],
        },
        ...(rows.length === 0
            ? []
            : [
                  {
                      title: "Rows for src/microsoft/exchangePermissions.json",
                      lines: ["They hold nothing of this tenant but the day. A contribution is welcome."],
                      code: { language: "json", lines: rows } as const,
                  },
              ]),
    ];
}

function notFollowedLine({ line, text, reason }: ScriptReport["notFollowed"][number]): string {
    return `line ${line}: ${text} (${reason})`;
}

function otherCommandsLines(commands: readonly string[]): string[] {
    return commands.length === 0 ? [] : [`Not in the table, so nothing is said about them: ${commands.join(", ")}`];
}

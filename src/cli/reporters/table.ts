import { inert } from "../../http/foreignText";
import { checkTable } from "../terminal/checkTable";
import { formatTable } from "../../text/table";
import { colorsFor, lineWidth, type Output } from "../terminal/terminal";
import { reasonsOf, summaryOfAll, type LoginReport, type Report } from "../../proof/report";

/** For people: the checks of one login, or a row for each of several. */
export function tableReport({ logins }: Report, output: Output): string {
    const [first] = logins;
    if (first !== undefined && logins.length === 1) {
        return [
            ...(first.checks.length === 0 ? [] : [checkTable(first.checks, output), ""]),
            inert(first.summary),
            "",
        ].join("\n");
    }
    return `${loginsTable(logins, output)}\n\n${summaryOfAll(logins)}\n`;
}

function loginsTable(logins: readonly LoginReport[], output: Output): string {
    const { bold, green, yellow, red } = colorsFor(output);
    const rows = logins.map((login) => [
        login.name,
        login.verdict,
        login.connection?.notAfter.slice(0, 10) ?? "",
        [login.connection?.organization ?? "", ...reasonsOf(login)].filter(Boolean).join("\n"),
    ]);
    const headings = ["Login", "Result", "Valid until", "Finding and action"];
    return formatTable([headings, ...rows], lineWidth(output), (padded, row, column) => {
        const login = logins[row - 1];
        if (login === undefined) {
            return bold(padded);
        }
        const needsPerson = login.endsSoon || login.verdict === "consent-pending";
        const color = needsPerson ? yellow : login.verdict === "proved" ? green : red;
        return column === 1 && padded.trim() !== "" ? color(padded) : padded;
    });
}

import type { Route } from "../router";

/** By pattern, the test that shows a route at work: its file in the package, and its title with those of its groups. */
export type Witnesses = Readonly<Record<string, readonly [file: string, title: string]>>;

/** Prefixes of paths, and the service that answers there. */
const services: readonly (readonly [title: string, path: RegExp])[] = [
    ["Exchange Online", /^\/adminapi\//],
    ["Microsoft Graph", /^\/(v1\.0|beta)\//],
    ["Microsoft Entra ID and Azure", /^\//],
];

/** ROUTES.md: everything that is served. A test compares it with the code. */
export function routesPage(routes: readonly Route[], witnesses: Witnesses): string {
    const tables = services
        .map(([title], index) => [title, routes.filter((route) => serviceOf(route) === index)] as const)
        .reverse()
        .map(([title, served]) => `## ${title}\n\n${table(served, witnesses)}`);
    return `${introduction}\n${tables.join("\n\n")}\n\n${absent}`;
}

function serviceOf(route: Route): number {
    return services.findIndex(([, path]) => path.test(route.segments.join("/")));
}

function table(routes: readonly Route[], witnesses: Witnesses): string {
    const rows = routes
        .filter(({ aliasOf }) => aliasOf === undefined)
        .map(({ pattern, serves = "", basis = "" }) => {
            const [file = "", title = ""] = witnesses[pattern] ?? [];
            return `| \`${pattern}\` | ${serves} | ${basis} | [${escaped(title)}](${file}) |`;
        });
    return ["| Request | What it serves | Rests on | Shown by |", "|---|---|---|---|", ...rows].join("\n");
}

const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("[", "\\[").replaceAll("]", "\\]");

const introduction = `# What the local tenant serves

*Made from the code by \`npm run docs\`. Do not edit.*

\`documentation\` means Microsoft's published reference; \`recordings\` means what the published azuread plugin was seen to
send and to accept. Where both exist and differ, the documentation counts.

Each row has other addresses too, with the same answers: applications, service principals and directory roles by their
other keys (\`applications(appId='…')\`, \`servicePrincipals(appId='…')\`, \`directoryRoles(roleTemplateId='…')\`), all of
Graph below \`/beta\` with a few properties more, \`/v1.0/myorganization/…\` for \`/v1.0/…\`, and \`/$count\` after a collection.

Lists take \`$filter\`, \`$select\`, \`$top\`, \`$skiptoken\`, \`$orderby\`, \`$expand\` and, with the header
\`ConsistencyLevel: eventual\`, \`$count\`, \`$search\` and the filters \`ne\`, \`not\` and \`endswith\`.
`;

const absent = `## What is missing

Everything that is not in the tables: other paths, query options, properties and cmdlets. Such a request is refused with
status 501 in the shape of the service it was meant for, and counted (\`unimplemented\`). It never gets a made-up success.
In particular nobody signs in as a user, and it has no licenses, no mailboxes of new users, no Conditional Access beyond
a refusal that a seed asks for, no throttling by Microsoft's real and unpublished limits, no Security & Compliance endpoint,
and no national clouds.
`;

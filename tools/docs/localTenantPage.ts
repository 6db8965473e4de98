import type { Route } from "microsoft-local-tenant";

/** The test that shows a route at work: its file, and its title with those of the groups around it. */
export type Witnesses = Readonly<Record<string, readonly [file: string, title: string]>>;

/** Prefixes of paths, and the service that answers there. */
const services: readonly (readonly [title: string, path: RegExp])[] = [
    ["Exchange Online", /^\/adminapi\//],
    ["Microsoft Graph", /^\/(v1\.0|beta)\//],
    ["Microsoft Entra ID", /^\//],
];

/** docs/local-tenant.md: written by `npm run docs`, and compared with the code by a test. */
export function localTenantPage(routes: readonly Route[], witnesses: Witnesses): string {
    const tables = services
        .map(([title], index) => [title, routes.filter((route) => serviceOf(route) === index)] as const)
        .reverse()
        .map(([title, served]) => `### ${title}\n\n${table(served, witnesses)}`);
    return `${introduction}\n## What it serves\n\n${legend}\n\n${tables.join("\n\n")}\n\n${absent}`;
}

/** Whether the route is only another address of one that the page shows. */
export const isAlias = (route: Route): boolean => route.aliasOf !== undefined;

function serviceOf(route: Route): number {
    return services.findIndex(([, path]) => path.test(route.segments.join("/")));
}

function table(routes: readonly Route[], witnesses: Witnesses): string {
    const rows = routes
        .filter((route) => !isAlias(route))
        .map((route) => {
            const pattern = route.pattern;
            const [file = "", title = ""] = witnesses[pattern] ?? [];
            return `| \`${pattern}\` | ${route.serves ?? ""} | ${route.basis ?? ""} | [${escaped(title)}](../${file}) |`;
        });
    return ["| Request | What it serves | Rests on | Witness |", "|---|---|---|---|", ...rows].join("\n");
}

const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("[", "\\[").replaceAll("]", "\\]");

const introduction = `# The local tenant

*Made from the code by \`npm run docs\`; do not edit.*

A small HTTPS server on this machine that stands in for one or more Microsoft 365 tenants: Microsoft Entra ID's token
endpoint, the part of Microsoft Graph that this project, the azuread provider and common clients use, and Exchange
Online's administration endpoint. It is a means to test with. It proves what a client does, not what Microsoft answers.

## Use it for your own azuread programs

\`\`\`sh
npm run sandbox
\`\`\`

starts it on \`https://localhost:48443\` (another port when that one is in use) until Ctrl-C. In another shell:

\`\`\`sh
. .sandbox/tenant.env
\`\`\`

That sets what the azuread provider reads (\`ARM_METADATA_HOSTNAME\`, \`ARM_TENANT_ID\`, \`ARM_CLIENT_ID\`,
\`ARM_CLIENT_SECRET\`), what trusts the tenant's certificate (\`SSL_CERT_FILE\` for Go on Linux, \`NODE_EXTRA_CA_CERTS\`,
\`CURL_CA_BUNDLE\`) and \`EXO_UNATTENDED_EXCHANGE_URL\`. Any \`pulumi\` or \`tofu\` program with the azuread provider then
runs against it. \`EXO_UNATTENDED_SANDBOX_PROFILE=realistic:42 npm run sandbox\` makes it as late and as moody as the real
thing (\`hostile\`: more than that), with 42 as the seed that repeats a run. The state is in \`.sandbox/tenant/tenant.json\`; delete the folder to start anew.

In a test of your own in TypeScript, \`startTenant({ directory, port: 0, seed })\` of [microsoft-local-tenant](../packages/local-tenant/src/index.ts)
starts one in the test's process, with several tenants, deployers of other permissions, late replication and failures on
demand (\`profile\`), and, when \`administration\` is on, \`/-/admin/…\` to order faults, move the clock, read the request
log, and take and restore snapshots: its options say how.
`;

const legend = `\`documentation\` means Microsoft's published reference, \`recordings\` what the published azuread plugin was seen to ask
for and to accept. Where both exist and differ, the documentation counts. Applications and service principals can be
addressed as \`applications(appId='…')\` and \`servicePrincipals(appId='…')\` too, with the same answers. All of Graph is
served below \`/beta\` as well, with a few properties more, and collections have a \`/$count\`.`;

const absent = `## What is absent

Whatever is not in the tables: other paths, query options, properties and cmdlets. Such a request is refused in the shape
of the service it was meant for, with a text that says that the local tenant does not implement it, and counted; it never
gets a made-up success. In particular nobody signs in as a user, and there are no licences, no
Conditional Access beyond a refusal that a seed asks for, no throttling by Microsoft's real and unpublished limits, no
Security & Compliance endpoint, and no national clouds.
`;

import { assumptions } from "../acceptance/assumptions/all";

/** docs/assumptions.md: written by `npm run docs`, and compared with the code by a test. */
export function assumptionsPage(): string {
    const rows = assumptions.map(
        ({ id, statement, statedIn }) =>
            `| \`${id}\` | ${statement.replaceAll("|", "\\|")} | [${statedIn}](../${statedIn}) |`,
    );
    return `# Assumptions

What this project states about Microsoft's side without a source. Code and documents name the id where they rely on it, and
the acceptance suite tries each one in a tenant of your own:

\`\`\`sh
npm run acceptance -- --tenant <tenant id> --organization <domain>.onmicrosoft.com --report acceptance.json
\`\`\`

The suite signs in with the [deployer's](deployer.md) credentials. It makes one application, verifies and renews it, takes back
what the state has lost, corrects drift, and deletes it permanently; nothing else in the tenant is changed. It asks before it
begins. The report names each assumption as confirmed, refuted or not tried. It holds no name, id or domain of the tenant, so
it can be attached to an issue.

| Id | Assumption | Stated in |
|---|---|---|
${rows.join("\n")}

Written by \`npm run docs\` from [tools/acceptance](../tools/acceptance/assumptions/all.ts).
`;
}

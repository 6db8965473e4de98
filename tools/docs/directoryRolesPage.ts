import { exchangeDirectoryRoles } from "../../src/microsoft/directoryRoles";

/** docs/directory-roles.md: what `roles` may hold, and what each role opens. */
export function directoryRolesPage(): string {
    const rows = exchangeDirectoryRoles.map(
        ({ name, templateId, workloads }) => `| ${name} | \`${templateId}\` | ${workloads.join(", ")} |`,
    );
    return `# Directory roles

The Microsoft Entra roles that Exchange Online accepts for app-only access
([Microsoft's list](https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2)). \`roles\` takes names or
template ids. Exchange Administrator and Global Administrator can do nearly everything in Exchange Online. Global Reader is enough
for most scripts that only read, but not for Send As permissions and inbox rules. \`npx exo-unattended privileges script.ps1\` shows
[what a script needs](least-privilege.md).

| Role | Template id | Opens |
| --- | --- | --- |
${rows.join("\n")}

None of them can be limited to a part of the organization: Exchange Online does not honour an administrative unit there. For
less than a role gives, use [a custom management role](least-privilege.md#3-or-less-than-a-role-gives), or set \`roles\` to \`[]\` and name Exchange role groups in \`exchangeRoleGroups\`.

Written by \`npm run docs\`.
`;
}

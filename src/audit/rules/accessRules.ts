import { knownPermissions } from "../../microsoft/applicationPermissions";
import { isNarrowExchangeRole, takesOverTenant } from "../../microsoft/entraRoles";
import { exchangeManageAsApp } from "../../microsoft/permissions";
import { singleTenant } from "../../microsoft/signInAudiences";
import type { AccessTuple } from "../../access/tuple";
import type { AuditedStack } from "../auditedStack";
import type { AccessChange } from "../report";
import { attack, cis, learn, nist, scuba } from "./references";
import type { Rule, Violation } from "./rule";

/** The findings of changes that a rule picks. */
export function ofChanges(
    { changes }: AuditedStack,
    pick: (change: AccessChange, tuple: AccessTuple) => string | undefined,
): Violation[] {
    return changes.flatMap((change) => {
        const tuple = change.after ?? change.before;
        const message = tuple && pick(change, tuple);
        return tuple === undefined || message === undefined
            ? []
            : [
                  {
                      ...{
                          principal: tuple.principal,
                          resource: change.resource,
                          message,
                          evidence: change.evidence,
                          change,
                      },
                      about: aboutOf(tuple),
                  },
              ];
    });
}

/** A waiver for a part of the tenant does not hold for the whole. */
function aboutOf({ kind, what, via, scope }: AccessTuple): string {
    const where = scope === "/" ? [] : [`in ${scope ?? "a scope that is not known yet"}`];
    return [kind, kind === "credential" || what === null ? "" : what, via, ...where].join(" ");
}

/** The findings of access as it is afterwards. */
export function ofAccess(stack: AuditedStack, pick: (tuple: AccessTuple) => string | undefined): Violation[] {
    return ofChanges(stack, ({ after }) => after && pick(after));
}

/** Whether the whole login is removed. */
export function isRemoved({ changes }: AuditedStack, principal: string): boolean {
    return changes.some(
        ({ change, before }) => change === "removed" && before?.kind === "audience" && before.principal === principal,
    );
}

const isGrant = ({ kind }: AccessTuple): boolean =>
    kind === "apiPermission" || kind === "directoryRole" || kind === "exchangeRoleGroup";

const namedRights: Readonly<Record<AccessTuple["kind"], string>> = {
    apiPermission: "API permission",
    directoryRole: "directory role",
    exchangeRoleGroup: "Exchange role group",
    credential: "credential",
    owner: "owner",
    federatedCredential: "federated credential",
    audience: "sign-in audience",
};

/** A tuple in words: `directory role Global Reader`. */
export function words({ kind, what }: AccessTuple): string {
    return `${namedRights[kind]} ${what ?? "that is known after the update only"}`;
}

const takeoverPermissions = new Set(
    knownPermissions.flatMap(({ apiName, value, takesOverTenant }) =>
        takesOverTenant ? [`${apiName}: ${value}`] : [],
    ),
);

const leastPermission = new RegExp(`: ${exchangeManageAsApp.value.replaceAll(".", "\\.")}$`);

export const grantAdded: Rule = {
    id: "grant-added",
    title: "A right is added",
    severity: "medium",
    judges: "change",
    why: "Every right that a login has can be used by whoever holds its certificate, at any time and without a second factor.",
    remedy: "Check that the scripts need it. Give the narrowest role or role group that suffices.",
    references: [nist("AC-2"), nist("AC-6"), scuba("MS.AAD.5.2v1"), attack("T1098.003", "Additional Cloud Roles")],
    find: (stack) =>
        ofChanges(stack, ({ change, after }) =>
            after !== undefined &&
            isGrant(after) &&
            after.via !== "requested" &&
            (change === "added" || change === "notKnownYet")
                ? `${after.principal} gets ${words(after)}`
                : undefined,
        ),
};

export const permissionRequested: Rule = {
    id: "permission-requested",
    title: "An application asks for a permission without consent",
    severity: "low",
    judges: "change",
    alsoAsPolicy: true,
    why: "A request gives nothing by itself, but an administrator grants it with one click in the Microsoft Entra admin center.",
    remedy: "Remove the request, or declare the consent in the program (AppRoleAssignment), so that it is reviewed.",
    references: [scuba("MS.AAD.5.2v1"), nist("CM-3")],
    find: (stack) =>
        ofChanges(stack, ({ change, after }) =>
            after?.via === "requested" && change !== "unchanged"
                ? `${after.principal} asks for ${words(after)}`
                : undefined,
        ),
};

export const grantWidened: Rule = {
    id: "grant-widened",
    title: "A right is widened",
    severity: "high",
    judges: "change",
    why: "A right that a login has already reaches further: another role, a wider scope, or consent to what was only requested.",
    remedy: "Check that the scripts need it. Keep the narrower role or scope otherwise.",
    references: [nist("AC-6"), nist("CM-3"), attack("T1098.003", "Additional Cloud Roles")],
    find: (stack) =>
        ofChanges(stack, ({ change, broadens, reason, after }) =>
            after !== undefined && isGrant(after) && broadens && (change === "widened" || change === "replaced")
                ? `${after.principal}: ${reason}`
                : undefined,
        ),
};

export const globalAdministrator: Rule = {
    id: "global-administrator",
    title: "A login is Global Administrator",
    severity: "critical",
    judges: "access",
    why: "Whoever holds the certificate can change everything in Microsoft 365. Microsoft's and CISA's limits for this role are meant for people.",
    remedy: "Use Global Reader for scripts that read, Exchange Recipient Administrator or an Exchange role group for those that change.",
    references: [
        cis("1.1.3 Ensure that between two and four global admins are designated"),
        scuba("MS.AAD.7.2v1"),
        nist("AC-6(5)"),
        attack("T1098.003", "Additional Cloud Roles"),
    ],
    find: (stack) =>
        ofAccess(stack, ({ kind, what, principal }) =>
            kind === "directoryRole" && what === "Global Administrator"
                ? `${principal} is Global Administrator`
                : undefined,
        ),
};

export const tenantTakeover: Rule = {
    id: "tenant-takeover",
    title: "A login can take over the tenant",
    severity: "critical",
    judges: "access",
    why: "With this right a login gives itself every other right, or acts as another application that has it.",
    remedy: "Remove it: no script for Exchange Online needs it.",
    references: [
        scuba("MS.AAD.7.2v1"),
        nist("AC-6(5)"),
        attack("T1098.003", "Additional Cloud Roles"),
        learn("Microsoft Graph permissions", "graph/permissions-reference"),
    ],
    find: (stack) =>
        ofAccess(stack, (tuple) => {
            const { kind, what, principal } = tuple;
            const does =
                what !== null &&
                ((kind === "directoryRole" && what !== "Global Administrator" && takesOverTenant(what)) ||
                    (kind === "apiPermission" && takeoverPermissions.has(what)));
            return does ? `${principal} can take over the tenant by ${words(tuple)}` : undefined;
        }),
};

export const outsideLeastPrivilege: Rule = {
    id: "outside-least-privilege",
    title: "A right goes beyond what a script for Exchange Online needs",
    severity: "medium",
    judges: "access",
    why: "Scripts that read need Global Reader or a view-only role group; most others need a part of Exchange Online. Everything beyond is at the disposal of whoever gets the certificate.",
    remedy: "Use Global Reader, Security Reader or Exchange Recipient Administrator, or an Exchange role group, and no permission but Exchange.ManageAsApp.",
    references: [
        nist("AC-6"),
        scuba("MS.AAD.7.2v1"),
        learn(
            "App-only authentication in Exchange Online PowerShell",
            "powershell/exchange/app-only-auth-powershell-v2",
        ),
    ],
    find: (stack) =>
        ofAccess(stack, (tuple) => {
            const { kind, what, principal } = tuple;
            const goesBeyond =
                what !== null &&
                ((kind === "directoryRole" &&
                    what !== "Global Administrator" &&
                    !takesOverTenant(what) &&
                    !isNarrowExchangeRole(what)) ||
                    (kind === "exchangeRoleGroup" && what.toLowerCase() === "organization management") ||
                    (kind === "apiPermission" && !leastPermission.test(what) && !takeoverPermissions.has(what)));
            return goesBeyond ? `${principal} has ${words(tuple)}` : undefined;
        }),
};

export const multiTenantAudience: Rule = {
    id: "multi-tenant-audience",
    title: "An application is open to other tenants",
    severity: "high",
    judges: "access",
    why: "Administrators of every other tenant can consent to the application, and its credential then opens theirs, too. Whoever controls it reaches all of them.",
    remedy: `Set signInAudience to ${singleTenant}, unless the login is meant for several tenants.`,
    references: [
        nist("AC-3"),
        attack("T1199", "Trusted Relationship"),
        learn("Supported account types", "entra/identity-platform/supported-accounts-validation"),
    ],
    find: (stack) =>
        ofAccess(stack, ({ kind, what, principal }) =>
            kind === "audience" && what !== null && what !== singleTenant
                ? `${principal} lets in other tenants: ${what}`
                : undefined,
        ),
};

export const ownerChanged: Rule = {
    id: "owner-changed",
    title: "An owner is added or removed",
    severity: "medium",
    judges: "change",
    why: "An owner can add a credential to the application and then has all of its rights.",
    remedy: "Check who the new owner is. Owners should be the pipeline or administrators who may have these rights.",
    references: [
        nist("AC-2"),
        nist("AC-5"),
        attack("T1098.001", "Additional Cloud Credentials"),
        learn("Application ownership", "entra/identity/enterprise-apps/overview-assign-app-owners"),
    ],
    find: (stack) =>
        ofChanges(stack, ({ change, after, reason }, { kind, what, principal, via }) => {
            const object = `${what ?? "that is known after the update only"} of the ${via}`;
            const isLeftOut = change === "notKnownYet" && after === undefined;
            return kind !== "owner" || change === "unchanged" || isLeftOut || isRemoved(stack, principal)
                ? undefined
                : change === "added"
                  ? `${principal} gets the owner ${object}`
                  : change === "removed"
                    ? `${principal} loses the owner ${object}`
                    : `${principal}: owner ${object}: ${reason}`;
        }),
};

export const federatedCredentialAdded: Rule = {
    id: "federated-credential-added",
    title: "A federated credential is added or changed",
    severity: "high",
    judges: "change",
    alsoAsPolicy: true,
    why: "Whoever can get a token for that subject from that issuer signs in as the application, without any certificate.",
    remedy: "Check issuer and subject: the subject should name one repository and one protected environment or branch.",
    references: [
        nist("IA-5"),
        attack("T1098.001", "Additional Cloud Credentials"),
        learn("Workload identity federation", "entra/workload-id/workload-identity-federation"),
    ],
    find: (stack) =>
        ofChanges(stack, ({ change }, { kind, what, principal }) =>
            kind === "federatedCredential" && change !== "unchanged" && change !== "removed"
                ? `${principal} accepts ${what ?? "an issuer and subject that are known after the update only"}`
                : undefined,
        ),
};

import { azuread } from "../../access/readableProperties";
import { placeOf, valueIn } from "../../access/resources";
import type { AccessTuple } from "../../access/tuple";
import type { AuditedStack } from "../auditedStack";
import type { AccessChange } from "../report";
import { ofChanges, words } from "./accessRules";
import { attack, learn, nist } from "./references";
import type { Rule, Violation } from "./rule";

const outside = "Find out who did it: the Microsoft Entra audit log has the time and the actor.";

/** The findings of what is in the tenant, and in the state not at all or otherwise. */
function foreign(
    stack: AuditedStack,
    pick: (tuple: AccessTuple, change: AccessChange) => string | undefined,
): Violation[] {
    return ofChanges(stack, (change) =>
        change.after === undefined || change.change === "unchanged" ? undefined : pick(change.after, change),
    );
}

/** What differs, when the access itself is in the state. */
function difference({ before, reason }: AccessChange): string {
    return before === undefined ? "" : `: ${reason}`;
}

const driftCredential: Rule = {
    id: "drift-credential",
    title: "The tenant has a credential that the state does not know",
    severity: "high",
    judges: "drift",
    why: "Whoever holds it signs in with all rights of the login. Adding a credential is the usual way to keep access unnoticed.",
    remedy: `Remove the credential, unless it is the other half of a renewal. ${outside}`,
    references: [nist("IA-5"), nist("SI-4"), attack("T1098.001", "Additional Cloud Credentials")],
    find: (stack) =>
        foreign(stack, ({ kind, what, principal, credential, via }, change) =>
            kind === "credential"
                ? `the ${via} of ${principal} accepts the ${what ?? "credential"}${credential?.thumbprint == null ? "" : ` (${credential.thumbprint})`}${difference(change)}`
                : undefined,
        ),
};

const driftFederatedCredential: Rule = {
    id: "drift-federated-credential",
    title: "The tenant has a federated credential that the state does not know",
    severity: "high",
    judges: "drift",
    why: "Whoever can get a token for that subject from that issuer signs in as the application, without any certificate.",
    remedy: `Remove it. ${outside}`,
    references: [nist("IA-5"), nist("SI-4"), attack("T1098.001", "Additional Cloud Credentials")],
    find: (stack) =>
        foreign(stack, ({ kind, what, principal }, change) =>
            kind === "federatedCredential"
                ? `${principal} accepts ${what ?? "an issuer and subject"}${difference(change)}`
                : undefined,
        ),
};

const driftPermission: Rule = {
    id: "drift-permission",
    title: "The tenant has consented to a permission that the state does not know",
    severity: "high",
    judges: "drift",
    why: "An administrator's consent gives the right at once, and no update takes it away again.",
    remedy: `Revoke the consent, or declare it in the program. ${outside}`,
    references: [nist("AC-2"), nist("AC-6"), attack("T1098.003", "Additional Cloud Roles")],
    find: (stack) =>
        foreign(stack, (tuple, change) =>
            tuple.kind === "apiPermission" && tuple.via !== "requested"
                ? `${tuple.principal} holds ${words(tuple)}${difference(change)}`
                : undefined,
        ),
};

const driftPermissionRequest: Rule = {
    id: "drift-permission-request",
    title: "In the tenant the application asks for a permission that the state does not know",
    severity: "low",
    judges: "drift",
    why: "A request gives nothing by itself, but an administrator grants it with one click in the Microsoft Entra admin center.",
    remedy: `Remove the request: the next \`pulumi refresh\` and \`pulumi up\` do. ${outside}`,
    references: [nist("CM-3")],
    find: (stack) =>
        foreign(stack, (tuple, change) =>
            tuple.via === "requested" ? `${tuple.principal} asks for ${words(tuple)}${difference(change)}` : undefined,
        ),
};

const driftRole: Rule = {
    id: "drift-role",
    title: "The tenant has a directory role for the login that the state does not know",
    severity: "high",
    judges: "drift",
    why: "The login can do more than anybody has reviewed, and no update takes the role away again.",
    remedy: `Remove the role assignment, or declare it in the program. ${outside}`,
    references: [nist("AC-2"), nist("AC-6"), attack("T1098.003", "Additional Cloud Roles")],
    find: (stack) =>
        foreign(stack, (tuple, change) =>
            tuple.kind === "directoryRole" ? `${tuple.principal} has ${words(tuple)}${difference(change)}` : undefined,
        ),
};

const driftOwner: Rule = {
    id: "drift-owner",
    title: "The tenant has an owner that the state does not know",
    severity: "high",
    judges: "drift",
    why: "An owner can add a credential to the application and then has all of its rights.",
    remedy: `Remove the owner, or declare it in the program. ${outside}`,
    references: [nist("AC-2"), nist("AC-5"), attack("T1098.001", "Additional Cloud Credentials")],
    find: (stack) =>
        foreign(stack, ({ kind, what, principal, via }) =>
            kind === "owner" ? `${principal} has the owner ${what ?? ""} of the ${via}` : undefined,
        ),
};

const driftAudience: Rule = {
    id: "drift-audience",
    title: "The tenant has another sign-in audience than the state",
    severity: "high",
    judges: "drift",
    why: "Open to other tenants, the application can be consented to there, and its credential opens them, too.",
    remedy: `Run \`pulumi refresh\` and \`pulumi up\`, which set it back. ${outside}`,
    references: [nist("AC-3"), attack("T1199", "Trusted Relationship")],
    find: (stack) =>
        foreign(stack, ({ kind, principal }, { before, reason }) =>
            kind === "audience" && before !== undefined ? `${principal}: ${reason}` : undefined,
        ),
};

const driftApplication: Rule = {
    id: "drift-application",
    title: "The tenant has an application with this stack's tag that the state does not know",
    severity: "medium",
    judges: "drift",
    why: "An update that did not complete leaves one behind. Whoever may register applications can also set the tag.",
    remedy: "Run `exo-unattended repair`, which says whether it can be adopted, or remove it.",
    references: [nist("CM-8")],
    find: (stack) =>
        foreign(stack, ({ kind, principal }, { before }) =>
            kind === "audience" && before === undefined
                ? `the application ${principal} is not in the state`
                : undefined,
        ),
};

const driftMissing: Rule = {
    id: "drift-missing",
    title: "The state has access that the tenant does not have",
    severity: "medium",
    judges: "drift",
    why: "The login may fail, and the state does not show who has access.",
    remedy: `Run \`exo-unattended repair\`, or \`pulumi refresh\` and \`pulumi up\`. ${outside}`,
    references: [nist("CM-3"), nist("CM-6")],
    find: (stack) =>
        ofChanges(stack, ({ change, before }) =>
            change === "removed" && before !== undefined
                ? `${before.principal}: the tenant does not have ${words(before)}`
                : undefined,
        ),
};

const principalDisabled: Rule = {
    id: "principal-disabled",
    title: "The service principal is disabled in the tenant",
    severity: "medium",
    judges: "drift",
    why: "Sign-ins are refused until somebody enables it again. It may have been disabled because of an incident.",
    remedy: `Ask before you enable it: \`pulumi refresh\` and \`pulumi up\` do that. ${outside}`,
    references: [
        nist("AC-2(3)"),
        learn("Disable user sign-in for an application", "entra/identity/enterprise-apps/disable-user-sign-in-portal"),
    ],
    find: ({ after, before }) =>
        after.all
            .filter(({ state, urn }) => {
                const stated = before.get(urn)?.state;
                return (
                    state.type === azuread("ServicePrincipal") &&
                    valueIn(state, "accountEnabled") === false &&
                    (stated === undefined || valueIn(stated, "accountEnabled") !== false)
                );
            })
            .map((found) => ({
                principal: after.loginOf(found),
                resource: placeOf(found),
                about: found.state.type,
                message: `${after.loginOf(found)} is disabled in the tenant`,
                evidence: found.evidence,
            })),
};

/** How a tenant differs from the state. */
export const tenantRules: readonly Rule[] = [
    driftCredential,
    driftFederatedCredential,
    driftPermission,
    driftRole,
    driftOwner,
    driftAudience,
    driftApplication,
    driftMissing,
    principalDisabled,
    driftPermissionRequest,
];

/** How the program differs from the state. */
export const updatePending: Rule = {
    id: "update-pending",
    title: "The next update changes access",
    severity: "low",
    judges: "drift",
    why: "The tenant does not have what the program declares, so what was reviewed is not what is there.",
    remedy: "Run `pulumi up`, or take the change out of the program.",
    references: [nist("CM-3")],
    find: (stack) =>
        ofChanges(stack, ({ change, before, after }, tuple) => {
            const verb = after === undefined ? "removes" : before === undefined ? "adds" : "changes";
            return change === "unchanged" ? undefined : `${tuple.principal}: the next update ${verb} ${words(tuple)}`;
        }),
};

const tokenForeign: Rule = {
    id: "token-foreign-access",
    title: "The token holds access that the tenant does not show",
    severity: "high",
    judges: "drift",
    why: "The login has it in another way: by a group that holds the role, or it was taken away moments ago.",
    remedy: "Look for role-assignable groups that have the service principal as a member. Verify again after an hour.",
    references: [nist("AC-6"), attack("T1098.003", "Additional Cloud Roles")],
    find: (stack) =>
        foreign(
            stack,
            (tuple) => `the token of ${tuple.principal} holds ${words(tuple)}, which the tenant does not show`,
        ),
};

const tokenMissing: Rule = {
    id: "token-missing-access",
    title: "The token lacks access that the tenant shows",
    severity: "medium",
    judges: "drift",
    why: "Scripts fail where they need it. Microsoft Entra copies new assignments to tokens within minutes to an hour.",
    remedy: "Verify again after an hour. If it stays, remove the assignment and make it again.",
    references: [nist("CM-6")],
    find: (stack) =>
        ofChanges(stack, ({ change, before }) =>
            change === "removed" && before !== undefined
                ? `the token of ${before.principal} lacks ${words(before)}`
                : undefined,
        ),
};

/** How the verified token differs from the tenant. */
export const tokenRules: readonly Rule[] = [tokenForeign, tokenMissing];

/** All rules for drift. */
export const driftRules: readonly Rule[] = [...tenantRules, updatePending, ...tokenRules];

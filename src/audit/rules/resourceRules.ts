import { azuread } from "../../access/readableProperties";
import { clientIdIn, placeOf, valueIn } from "../../access/resources";
import { nameOf } from "../../identities/names";
import { microsoftApi } from "../../microsoft/applicationPermissions";
import { isUnderstood } from "../../access/accessOf";
import { isLeftInTenant, type AuditedStack, type AuditedStep } from "../auditedStack";
import { attack, learn, nist } from "./references";
import type { Rule, Violation } from "./rule";

/** The findings of steps that a rule picks. */
function ofSteps({ steps, after, before }: AuditedStack, pick: (step: AuditedStep) => string | undefined): Violation[] {
    return steps.flatMap((step) => {
        const message = pick(step);
        const found = step.after ?? step.before;
        return message === undefined || found === undefined
            ? []
            : [
                  {
                      principal:
                          step.type === azuread("ServicePrincipal")
                              ? (step.after === undefined ? before : after).loginOf(found)
                              : nameOf(step.urn),
                      resource: placeOf(found),
                      about: step.type,
                      message,
                      evidence: step.evidence,
                  },
              ];
    });
}

const identities: ReadonlySet<string> = new Set(
    ["Application", "ApplicationRegistration", "ServicePrincipal"].map(azuread),
);

const changing: ReadonlySet<string> = new Set([
    "create",
    "update",
    "delete",
    "replace",
    "import",
    "refresh",
    "unknown",
]);

export const applicationReplaced: Rule = {
    id: "application-replaced",
    title: "An application or service principal is replaced",
    severity: "high",
    judges: "change",
    why: "The new one has another client id or object id. Every host, consent, role and role group that names the old one stops working.",
    remedy: "Find out which property asks for the replacement. Change it in place, or protect the resource.",
    references: [nist("CM-3"), nist("CP-10")],
    find: (stack) =>
        ofSteps(stack, ({ type, operation, urn }) =>
            operation === "replace" && identities.has(type)
                ? `${nameOf(urn)}: the ${type === azuread("ServicePrincipal") ? "service principal" : "application"} is replaced, and every identity changes`
                : undefined,
        ),
};

export const protectionRemoved: Rule = {
    id: "protection-removed",
    title: "A protection against deletion is removed",
    severity: "medium",
    judges: "change",
    broadens: true,
    why: "Without Pulumi's protect option, or with retainOnDelete taken away from an object of Microsoft's, the next update may delete it.",
    remedy: "Keep protect, unless this login is about to be removed.",
    references: [
        nist("CM-5"),
        nist("CP-9"),
        learn("Recoverability in Microsoft Entra ID", "entra/architecture/recoverability-overview"),
    ],
    find: (stack) =>
        ofSteps(stack, ({ before, after, urn, type }) => {
            const lost = [
                ...(before?.state.isProtected === true && after?.state.isProtected === false ? ["protect"] : []),
                ...(before?.state.retainsOnDelete === true && after?.state.retainsOnDelete === false
                    ? ["retainOnDelete"]
                    : []),
            ];
            return lost.length === 0 ? undefined : `${nameOf(urn)} (${type}) loses ${lost.join(" and ")}`;
        }),
};

export const microsoftServicePrincipal: Rule = {
    id: "microsoft-service-principal",
    title: "A service principal of Microsoft's is changed",
    severity: "high",
    judges: "change",
    why: "All applications of the tenant depend on it. The azuread provider clears its properties when it adopts one, and deletes it with the stack.",
    remedy: "Look it up with getServicePrincipal instead. Where the tenant has none, create it with retainOnDelete.",
    references: [
        nist("CM-5"),
        { name: "pulumi-azuread issue 2045", url: "https://github.com/pulumi/pulumi-azuread/issues/2045" },
    ],
    find: (stack) =>
        ofSteps(stack, ({ type, operation, before, after, urn }) => {
            const state = (after ?? before)?.state;
            const clientId = state && clientIdIn(state);
            const api = clientId == null ? undefined : microsoftApi(clientId);
            return type === azuread("ServicePrincipal") &&
                changing.has(operation) &&
                api !== undefined &&
                !(operation === "delete" && state?.retainsOnDelete === true)
                ? `${nameOf(urn)}: ${verbs[operation] ?? "changes"} the service principal of ${api}${state?.retainsOnDelete === true ? "" : ", without retainOnDelete"}`
                : undefined;
        }),
};

const verbs: Readonly<Record<string, string>> = {
    create: "creates",
    update: "changes",
    delete: "deletes",
    replace: "replaces",
    import: "adopts",
};

export const foreignObjectAdopted: Rule = {
    id: "foreign-object-adopted",
    title: "An object that exists already is adopted",
    severity: "medium",
    judges: "change",
    alsoAsPolicy: true,
    why: "What others have put on it (credentials, owners, permissions) is not in the program, and comes with it.",
    remedy: "Compare the object in the tenant with the program before the update, and remove what does not belong to it.",
    references: [nist("CM-8"), attack("T1098", "Account Manipulation")],
    find: (stack) =>
        ofSteps(stack, ({ type, operation, after, before, urn }) => {
            const adopts =
                after !== undefined &&
                valueIn(after.state, "useExisting") === true &&
                (before === undefined || valueIn(before.state, "useExisting") !== true);
            return type.startsWith("azuread:") && (operation === "import" || adopts)
                ? `${nameOf(urn)} (${type}) takes over an object of the tenant`
                : undefined;
        }),
};

export const leftInTenant: Rule = {
    id: "left-in-tenant",
    title: "Access stays in the tenant without its resource",
    severity: "medium",
    judges: "change",
    why: "With retainOnDelete the update only forgets the object. Its access stays, and no program or preview shows it again.",
    remedy: "Remove retainOnDelete in an update before this one, or delete the object in the tenant after it.",
    references: [
        nist("AC-2"),
        nist("CM-8"),
        {
            name: "Pulumi: retainOnDelete",
            url: "https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/",
        },
    ],
    find: (stack) =>
        ofSteps(stack, (step) => {
            const clientId = step.before && clientIdIn(step.before.state);
            const isMicrosofts = clientId != null && microsoftApi(clientId) !== undefined;
            return isLeftInTenant(step) && isUnderstood(step.type) && !isMicrosofts
                ? `${nameOf(step.urn)} (${step.type}) is ${step.operation === "delete" ? "removed from" : "replaced in"} the program, and stays in the tenant`
                : undefined;
        }),
};

export const principalEnabled: Rule = {
    id: "principal-enabled",
    title: "A disabled login is enabled",
    severity: "high",
    judges: "change",
    broadens: true,
    why: "All rights of the service principal work again. It may have been disabled because of an incident.",
    remedy: "Ask who disabled it, and why, before the update.",
    references: [
        nist("AC-2(3)"),
        learn("Disable user sign-in for an application", "entra/identity/enterprise-apps/disable-user-sign-in-portal"),
    ],
    find: (stack) =>
        ofSteps(stack, ({ type, before, after, urn }) => {
            const [was, is] = [before, after].map((side) => side && valueIn(side.state, "accountEnabled"));
            return type === azuread("ServicePrincipal") && after !== undefined && was === false && is !== false
                ? `${nameOf(urn)}: sign-ins are allowed again`
                : undefined;
        }),
};

export const ownerMissing: Rule = {
    id: "owner-missing",
    title: "An application has no owner",
    severity: "low",
    judges: "access",
    why: "Nobody is responsible for it, and reviews and expiry notices reach nobody.",
    remedy: "Set owners to at least two people or the pipeline's service principal.",
    references: [
        nist("AC-2"),
        learn("Application ownership", "entra/identity/enterprise-apps/overview-assign-app-owners"),
    ],
    find: (stack) => {
        const owned = new Set(stack.changes.flatMap(({ after }) => (after?.kind === "owner" ? [after.principal] : [])));
        return ofSteps(stack, ({ type, after, urn, operation }) =>
            type === azuread("Application") &&
            after?.state.isExternal === false &&
            !owned.has(nameOf(urn)) &&
            // Its owners may be resources of their own that stay and are left out.
            (operation === "create" || !stack.showsChangesOnly)
                ? `${nameOf(urn)} has no owner`
                : undefined,
        );
    },
};

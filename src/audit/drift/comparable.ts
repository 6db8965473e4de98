import { azuread } from "../../access/readableProperties";
import { placeOf, textIn, textsIn, type FoundResource } from "../../access/resources";
import { componentToken } from "../../identities/names";
import type { Properties, ResourceState, StackDocument } from "../../pulumi/documents/step";
import { auditedStack } from "../auditedStack";
import type { NotJudged } from "../report";

/** What of a state can be compared with a tenant. */
export interface Comparable {
    readonly state: StackDocument;
    readonly notJudged: readonly NotJudged[];
}

/** Types whose access Microsoft Graph does not show in the version that is read. */
const unseenTypes: Readonly<Record<string, string>> = {
    [azuread("DirectoryRoleEligibilityScheduleRequest")]: "eligible role assignments are not read from the tenant",
    [azuread("ApplicationFlexibleFederatedIdentityCredential")]:
        "flexible federated credentials are in the beta version of Microsoft Graph only",
};

/**
 * Splits a state into what Microsoft Graph shows of one tenant, and what it does not: what belongs to other tenants, and
 * Exchange Online's role groups, whose members only Exchange Online knows.
 */
export function comparable(state: StackDocument, tenantId: string): Comparable {
    const document = { ...state, configuredTenantId: tenantId };
    const { after } = auditedStack({ document, state: undefined }, (source) => source);
    const notJudged: NotJudged[] = [];
    const left = new Set<string>();
    for (const found of after.all) {
        // A component for the access to a tenant names it itself.
        const own = found.state.type === componentToken("TenantAccess") && textIn(found.state, "tenantId");
        const tenant = own ? own.toLowerCase() : after.tenant(found);
        const isElsewhere = tenant !== null && tenant !== tenantId.toLowerCase();
        const detail = isElsewhere ? `it belongs to the tenant ${tenant}` : unseenTypes[found.state.type];
        if (detail !== undefined) {
            left.add(found.urn);
            // One line for the access as a whole is enough.
            if (!isElsewhere || found.state.type === componentToken("TenantAccess")) {
                notJudged.push(unread(found, detail));
            }
        } else if (found.state.type === componentToken("TenantAccess")) {
            notJudged.push(
                ...(textsIn(found.state, roleGroups) ?? []).map((group) =>
                    unread(found, `only Exchange Online knows the members of the role group ${group}`),
                ),
            );
        }
    }
    return {
        state: {
            ...document,
            steps: document.steps
                .filter(({ urn }) => !left.has(urn))
                .map((step) => ({ ...step, before: seen(step.before), after: seen(step.after) })),
        },
        notJudged,
    };
}

const roleGroups = "exchangeRoleGroups";

function unread(found: FoundResource, detail: string): NotJudged {
    return { why: "notReadable", resource: placeOf(found), type: found.state.type, detail, evidence: found.evidence };
}

function seen(resource: ResourceState | undefined): ResourceState | undefined {
    return resource?.type === componentToken("TenantAccess")
        ? { ...resource, inputs: resource.inputs && without(resource.inputs), outputs: without(resource.outputs) }
        : resource;
}

function without(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== roleGroups));
}

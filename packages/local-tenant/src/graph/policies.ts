import { z } from "zod";
import type { Reply } from "../http";
import { defaultPolicyId } from "./appManagementPolicy";
import { dateTime } from "./applicationSchema";
import { after } from "../isoDuration";
import type { AppManagementConfiguration, CredentialRestriction } from "./directoryState";
import { badProperty, invalidValue, notImplemented } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { namedApplication } from "./named";
import { entityReply, listReply } from "./query";

const resource = "TenantAppManagementPolicy";
const set = "policies/defaultAppManagementPolicy";

const restriction = z.strictObject({
    restrictionType: z.string(),
    state: z.enum(["enabled", "disabled"]).default("enabled"),
    maxLifetime: z.string().nullable().default(null),
    restrictForAppsCreatedAfterDateTime: dateTime.nullable().default(null),
});

const configuration = z.strictObject({
    passwordCredentials: z.array(restriction).optional(),
    keyCredentials: z.array(restriction).optional(),
});

const policyPatch = z
    .strictObject({
        displayName: z.string(),
        description: z.string(),
        isEnabled: z.boolean(),
        applicationRestrictions: configuration,
        servicePrincipalRestrictions: configuration,
    })
    .partial();

/** The documented types. Symmetric keys and secrets of the caller's choice are refused here whatever the policy says. */
const restrictionTypes: Readonly<Record<keyof AppManagementConfiguration, readonly string[]>> = {
    passwordCredentials: [
        "passwordAddition",
        "passwordLifetime",
        "customPasswordAddition",
        "symmetricKeyAddition",
        "symmetricKeyLifetime",
    ],
    keyCredentials: ["asymmetricKeyLifetime", "trustedCertificateAuthority"],
};

/** `GET /policies/defaultAppManagementPolicy` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, { id: defaultPolicyId, deletedDateTime: null, ...call.tenant.appManagementPolicy });
}

/** `PATCH /policies/defaultAppManagementPolicy`: properties that are not given stay, restrictions are replaced. */
export function update(call: GraphCall): Reply {
    const changes = readBody(call, policyPatch, resource);
    for (const restrictions of [changes.applicationRestrictions, changes.servicePrincipalRestrictions]) {
        checkRestrictions("passwordCredentials", restrictions?.passwordCredentials ?? []);
        checkRestrictions("keyCredentials", restrictions?.keyCredentials ?? []);
    }
    call.tenant.appManagementPolicy = merge(call.tenant.appManagementPolicy, changes);
    return { status: 204 };
}

/** `GET /applications/{applicationObjectId}/appManagementPolicies`: none, since none can be assigned here. */
export function listOwn(call: GraphCall): Reply {
    const { id } = namedApplication(call);
    return listReply(call, `applications('${id}')/appManagementPolicies`, []);
}

function checkRestrictions(
    credentials: keyof AppManagementConfiguration,
    restrictions: readonly CredentialRestriction[],
): void {
    const types = restrictions.map(({ restrictionType }) => restrictionType);
    if (new Set(types).size < types.length) {
        throw badProperty("DuplicateValue", "Request contains a property with duplicate values.", {
            code: "DuplicateValue",
            target: credentials,
        });
    }
    for (const { restrictionType, state, maxLifetime } of restrictions) {
        if (!restrictionTypes[credentials].includes(restrictionType)) {
            throw invalidValue("restrictionType", resource);
        }
        const isLifetime = restrictionType.endsWith("Lifetime");
        if (isLifetime ? !after(new Date(0), maxLifetime ?? "") : maxLifetime !== null) {
            throw invalidValue("maxLifetime", resource);
        }
        if (restrictionType === "trustedCertificateAuthority" && state === "enabled") {
            throw notImplemented("the restriction trustedCertificateAuthority");
        }
    }
}

import type { KeyCredential, PasswordCredential } from "../state";
import type { AppManagementPolicy, CredentialRestriction } from "./directoryState";
import { after } from "../isoDuration";
import { badProperty, GraphError } from "./errors";

/** There is one policy for each tenant, always with this id (learn.microsoft.com/graph/api/resources/tenantappmanagementpolicy). */
export const defaultPolicyId = "00000000-0000-0000-0000-000000000000";

/** What a new tenant has: it restricts nothing. */
export const defaultAppManagementPolicy: AppManagementPolicy = {
    displayName: "Default app management tenant policy",
    description:
        "Default tenant policy that enforces app management restrictions on applications and service principals.",
    isEnabled: false,
    applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
    servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
};

/** An application or service principal that is to get a credential. */
export interface Holder {
    readonly restrictions: "applicationRestrictions" | "servicePrincipalRestrictions";
    readonly createdDateTime: string;
}

/** Refuses a certificate that the policy does not admit. Certificates that are there already are not judged. */
export function admitKey(policy: AppManagementPolicy, holder: Holder, added: KeyCredential): void {
    const lifetime = inForce(policy, holder, "keyCredentials", "asymmetricKeyLifetime");
    checkLifetime(lifetime, added);
}

/** The same for a client secret. */
export function admitPassword(policy: AppManagementPolicy, holder: Holder, added: PasswordCredential): void {
    if (inForce(policy, holder, "passwordCredentials", "passwordAddition")) {
        throw new GraphError(
            400,
            "CredentialTypeNotAllowedAsPerAppPolicy",
            `Credential type not allowed as per assigned policy '${defaultPolicyId}'.`,
        );
    }
    checkLifetime(inForce(policy, holder, "passwordCredentials", "passwordLifetime"), added);
}

function inForce(
    policy: AppManagementPolicy,
    { restrictions, createdDateTime }: Holder,
    credentials: "keyCredentials" | "passwordCredentials",
    type: string,
): CredentialRestriction | undefined {
    const isForHolder = ({ restrictForAppsCreatedAfterDateTime: from }: CredentialRestriction): boolean =>
        from === null || new Date(createdDateTime) >= new Date(from);
    return policy.isEnabled
        ? policy[restrictions][credentials].find(
              (restriction) =>
                  restriction.restrictionType === type && restriction.state === "enabled" && isForHolder(restriction),
          )
        : undefined;
}

/** Code and texts as public reports of refused secrets show them. Assumed (certificate-lifetime-code): they are the same for certificates. */
function checkLifetime(
    restriction: CredentialRestriction | undefined,
    { startDateTime, endDateTime }: { readonly startDateTime: string; readonly endDateTime: string },
): void {
    const latest = restriction ? after(new Date(startDateTime), restriction.maxLifetime ?? "") : undefined;
    if (latest && new Date(endDateTime) > latest) {
        throw badProperty(
            "CredentialInvalidLifetimeAsPerAppPolicy",
            `Credential lifetime exceeds the max value allowed as per assigned policy '${defaultPolicyId}'.`,
            { code: "InvalidKeyEndDate", target: "EndDate" },
        );
    }
}

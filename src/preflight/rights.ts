import type { Deployer } from "../graph/deployer";
import { deployerRights, type DeployerRight, type DeployerRightName } from "../microsoft/deployerRights";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp } from "../microsoft/permissions";
import type { Preview } from "../pulumi/preview";
import { failed, passed, type Outcome } from "../checks/check";

/** A right that the plan needs, for one application when it exists already. */
export interface NeededRight {
    readonly right: DeployerRightName;
    /** The application that the right is needed for; undefined when the deployer creates it, and so owns it. */
    readonly applicationObjectId?: string;
}

const microsoftClientIds = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp].map(
    ({ apiClientId }) => apiClientId,
);

const rightsOfNewStack: readonly DeployerRightName[] = [
    "readApplications",
    "writeApplications",
    "grantAppRole",
    "assignDirectoryRole",
];

/** The rights that the planned steps need; reading is always among them. For a plan that stops early, all that a new stack needs. */
export function neededRights({ steps, errors }: Preview): NeededRight[] {
    if (errors.length > 0) {
        return rightsOfNewStack.map((right) => ({ right }));
    }
    const isGuest = !steps.some(({ type }) => type === "azuread:index/application:Application");
    const changing = steps.filter(({ op }) => /create|update|delete|replace/.test(op));
    const needed = changing.flatMap(({ op, type, id, inputs }): NeededRight[] => {
        switch (type) {
            case "azuread:index/application:Application":
                return [writeApplication(id)];
            case "azuread:index/applicationCertificate:ApplicationCertificate":
                return [writeApplication(inputs["applicationId"])];
            case "azuread:index/servicePrincipal:ServicePrincipal":
                return microsoftClientIds.includes(String(inputs["clientId"]))
                    ? [{ right: "createMicrosoftServicePrincipal" }]
                    : isGuest && op.includes("create")
                      ? [{ right: "createGuestServicePrincipal" }]
                      : [writeApplication(undefined)];
            case "azuread:index/appRoleAssignment:AppRoleAssignment":
                return [{ right: "grantAppRole" }];
            case "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment":
                return [{ right: "assignDirectoryRole" }];
            default:
                return [];
        }
    });
    const distinct = new Map(needed.map((one) => [`${one.right} ${one.applicationObjectId ?? ""}`, one]));
    return [{ right: "readApplications" }, ...distinct.values()];
}

function writeApplication(applicationId: unknown): NeededRight {
    // Of an application that is still to be made, the engine knows no id.
    const [, applicationObjectId] = /^\/applications\/(.+)$/.exec(String(applicationId)) ?? [];
    return { right: "writeApplications", ...(applicationObjectId === undefined ? {} : { applicationObjectId }) };
}

/**
 * Whether the deployer's token gives all of these rights.
 * @param owned object ids of the applications that the deployer owns
 */
export function checkRights(deployer: Deployer, needed: readonly NeededRight[], owned: readonly string[]): Outcome {
    const lacking = needed.filter((one) => !isHeld(deployer, one, owned)).map(({ right }) => right);
    // In the table's order: the plan's differs from run to run.
    const missing = Object.entries(deployerRights).flatMap(([name, right]) =>
        lacking.some((one) => one === name) ? [right] : [],
    );
    if (missing.length === 0) {
        const held =
            deployer.kind === "application"
                ? deployer.permissions.filter(isKnown)
                : deployer.directoryRoles.map(roleName);
        return passed(held.length === 0 ? "no right is required" : `holds ${held.join(", ")}`);
    }
    const lacks = missing.map((right) => `${wanted(deployer, right)} (to ${right.purpose})`);
    const isGuest = needed.some(({ right }) => right === "createGuestServicePrincipal");
    const mayWait =
        isGuest && lacking.some((right) => right === "createGuestServicePrincipal" || right === "grantAppRole");
    return failed(
        `the deployer's token lacks ${lacks.join("; ")}`,
        (deployer.kind === "application"
            ? `Microsoft Entra admin center > App registrations > ${deployer.name} > API permissions > Add > Microsoft Graph > Application permissions, then Grant admin consent; a new token has them.`
            : "Have the role assigned, or activate it in Privileged Identity Management, then sign in again: az logout, az login.") +
            (mayWait
                ? " Or leave the consent to an administrator of the tenant: set awaitAdminConsent of the TenantAccess to true."
                : ""),
    );
}

function isHeld(deployer: Deployer, { right, applicationObjectId }: NeededRight, owned: readonly string[]): boolean {
    const { permissions, permissionIfOwner, directoryRoles }: DeployerRight = deployerRights[right];
    const isOwner = applicationObjectId === undefined || owned.includes(applicationObjectId);
    return (
        directoryRoles.some(({ templateId }) => deployer.directoryRoles.includes(templateId)) ||
        permissions.some((permission) => deployer.permissions.includes(permission)) ||
        (isOwner && permissionIfOwner !== undefined && deployer.permissions.includes(permissionIfOwner))
    );
}

/** The least that would do. */
function wanted(deployer: Deployer, { permissions, permissionIfOwner, directoryRoles }: DeployerRight): string {
    if (deployer.kind === "person") {
        return `the directory role ${directoryRoles[0]?.name ?? ""}`;
    }
    const least = permissions[0] ?? "";
    if (permissionIfOwner === undefined) {
        return least;
    }
    return deployer.permissions.includes(permissionIfOwner)
        ? `${least}, or ownership of the application`
        : permissionIfOwner;
}

const rights: readonly DeployerRight[] = Object.values(deployerRights);

function isKnown(permission: string): boolean {
    return rights.some(
        ({ permissions, permissionIfOwner }) => permissions.includes(permission) || permissionIfOwner === permission,
    );
}

function roleName(templateId: string): string {
    const known = rights.flatMap(({ directoryRoles }) => directoryRoles).find((role) => role.templateId === templateId);
    return known?.name ?? templateId;
}

import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { apiName, componentToken, consentName, roleName } from "../src/identities/names";
import { permissionsOf, type ApplicationPermission } from "../src/microsoft/permissions";
import { roleGroupCommands } from "../src/microsoft/roleGroupCommands";
import { adminConsentUrl } from "../src/microsoft/adminConsent";
import { checkTenantAccessArgs, type TenantAccessArgs } from "./args/tenantAccessArgs";
import { consentedServicePrincipal, factsFor, invokeOptions, preflight, type TenantFacts } from "./preflight";
import { timeouts } from "./timeouts";

/** What {@link TenantAccess} is made from, in a tenant where the deployer may consent. */
interface Wanted {
    readonly clientId: pulumi.Input<string>;
    readonly owners: pulumi.Input<string[]> | undefined;
    readonly permissions: readonly ApplicationPermission[];
    readonly homeApplication: azuread.Application | undefined;
    readonly createExchangeServicePrincipal: boolean;
    readonly revoked: string;
    readonly facts: pulumi.Output<TenantFacts>;
}

/** What a service principal is known by, and whether everything that the component makes for it is in place. */
interface Presence {
    /** Empty while admin consent is pending. */
    readonly objectId: pulumi.Output<string>;
    readonly displayName: pulumi.Output<string>;
    readonly grants: pulumi.Output<string[]>;
}

/**
 * The application's service principal in a tenant, admin consent to `Exchange.ManageAsApp`, and directory roles.
 * @example
 * ```ts
 * const access = new TenantAccess("reports", {
 *     tenantId: "00000000-0000-0000-0000-000000000000",
 *     clientId: application.clientId,
 *     homeApplication: application.application,
 *     roles: ["Global Reader"],
 * });
 * ```
 * @example
 * In a customer's tenant, whose administrator consents:
 * ```ts
 * const access = new TenantAccess("fabrikam", {
 *     tenantId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
 *     clientId: application.clientId,
 *     roles: ["Global Reader"],
 *     awaitAdminConsent: true,
 * });
 * export const adminConsentUrl = access.adminConsentUrl;
 * ```
 */
export class TenantAccess extends pulumi.ComponentResource {
    /**
     * Object id of the application's service principal. Known only when consent and all roles are in place; empty while
     * admin consent is pending.
     */
    readonly servicePrincipalObjectId: pulumi.Output<string>;
    /**
     * What an Exchange administrator runs once, in PowerShell, to put the service principal into the role groups;
     * empty when there are none.
     */
    readonly exchangeRoleGroupCommands: pulumi.Output<string>;
    /** Where an administrator of the tenant consents, with `awaitAdminConsent`; otherwise empty. */
    readonly adminConsentUrl: pulumi.Output<string>;
    /**
     * `consent pending` while `awaitAdminConsent` is set and the tenant has no service principal of the application; otherwise
     * `ready`. Whether the permission was granted with it only a token shows: `exo-unattended verify`.
     */
    readonly state: pulumi.Output<string>;
    /** Microsoft Entra tenant, a GUID. */
    readonly tenantId: pulumi.Output<string>;
    /** Template ids of the directory roles, sorted. */
    readonly roles: pulumi.Output<string[]>;
    /** Names of the Exchange role groups, sorted. */
    readonly exchangeRoleGroups: pulumi.Output<string[]>;

    /**
     * @throws UserError when an argument is not allowed, the azuread provider is signed in to another tenant, or Exchange Online's
     * service principal is missing; nothing is registered then.
     */
    constructor(name: string, args: TenantAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        const subject = `TenantAccess ${name}`;
        const { homeApplication, revoked, awaitAdminConsent, ...checked } = checkTenantAccessArgs(subject, args);
        const permissions = permissionsOf(checked.cloud);
        const asks = !awaitAdminConsent && !checked.createExchangeServicePrincipal;
        const invoke = invokeOptions(opts);
        const facts = factsFor(args) ?? preflight(subject, checked.tenantId, asks ? permissions : [], invoke);
        // Children wait for this component's registration, and that waits for its inputs. The facts themselves are not
        // a property of the access: another deployer must not show as a change.
        const inputs = {
            ...checked,
            // Only when they are set: another access has the inputs that it always had.
            ...(revoked === "" ? {} : { revoked }),
            ...(awaitAdminConsent ? { awaitAdminConsent } : {}),
            tenantId: facts.apply(() => pulumi.output(checked.tenantId)),
        };
        super(componentToken("TenantAccess"), name, inputs, opts);

        const roles = revoked === "" ? checked.roles : [];
        const { objectId, displayName, grants } = awaitAdminConsent
            ? this.found(name, roles, consentedServicePrincipal(subject, checked.clientId, facts, invoke))
            : this.made(name, roles, { ...checked, permissions, homeApplication, revoked, facts });

        this.servicePrincipalObjectId = pulumi.all([objectId, grants]).apply(([id]) => id);
        this.exchangeRoleGroupCommands = pulumi
            .all([checked.clientId, this.servicePrincipalObjectId, displayName])
            .apply(([clientId, id, shown]) =>
                id === ""
                    ? ""
                    : roleGroupCommands({ clientId, objectId: id, displayName: shown }, checked.exchangeRoleGroups),
            );
        this.adminConsentUrl = pulumi
            .all([checked.tenantId, checked.clientId])
            .apply(([tenantId, id]) => (awaitAdminConsent ? adminConsentUrl(checked.cloud, tenantId, id) : ""));
        this.state = objectId.apply((id) => (id === "" ? "consent pending" : "ready"));
        this.tenantId = inputs.tenantId;
        this.roles = pulumi.output(checked.roles);
        this.exchangeRoleGroups = pulumi.output(checked.exchangeRoleGroups);
        this.registerOutputs({
            servicePrincipalObjectId: this.servicePrincipalObjectId,
            exchangeRoleGroupCommands: this.exchangeRoleGroupCommands,
            adminConsentUrl: this.adminConsentUrl,
            state: this.state,
            tenantId: this.tenantId,
            roles: this.roles,
            exchangeRoleGroups: this.exchangeRoleGroups,
        });
    }

    /** Makes the service principal, consents and assigns the roles. */
    private made(name: string, roles: readonly string[], wanted: Wanted): Presence {
        const { clientId, owners, permissions, homeApplication, revoked, facts } = wanted;
        const servicePrincipal = new azuread.ServicePrincipal(
            name,
            {
                clientId,
                owners: owners ?? [facts.deployerObjectId],
                // Stated only for a login that is revoked: true is the provider's default.
                ...(revoked === "" ? {} : { accountEnabled: false }),
            },
            {
                parent: this,
                customTimeouts: timeouts,
                deletedWith: homeApplication,
                ignoreChanges: owners ? [] : ["owners"],
            },
        );
        const consents = permissions.map(
            (permission) =>
                new azuread.AppRoleAssignment(
                    consentName(name, permission),
                    {
                        appRoleId: permission.appRoleId,
                        principalObjectId: servicePrincipal.objectId,
                        resourceObjectId: wanted.createExchangeServicePrincipal
                            ? this.createApi(name, permission)
                            : facts.apply(({ apiObjectIds }) => apiObjectIds[permission.apiClientId] ?? ""),
                    },
                    { parent: this, customTimeouts: timeouts },
                ),
        );
        const assigned = roles.map((templateId) => this.assign(name, templateId, servicePrincipal.objectId));
        return {
            objectId: servicePrincipal.objectId,
            displayName: servicePrincipal.displayName,
            grants: pulumi.all([...consents, ...assigned].map(({ id }) => id)),
        };
    }

    /**
     * Reads the service principal that an administrator's consent made, and assigns the roles to it. A preview asks the tenant
     * too, so it shows what the update will do; an application that is still to be made has no service principal.
     */
    private found(name: string, roles: readonly string[], search: pulumi.Output<string>): Presence {
        const found = search.apply((objectId) => {
            if (objectId === "") {
                return pulumi.output({ displayName: "", grants: [] as string[] });
            }
            const id = `/servicePrincipals/${objectId}`;
            const servicePrincipal = azuread.ServicePrincipal.get(name, id, undefined, { parent: this });
            const grants = roles.map((templateId) => this.assign(name, templateId, servicePrincipal.objectId).id);
            return pulumi.output({ displayName: servicePrincipal.displayName, grants });
        });
        return { objectId: search, displayName: found.displayName, grants: found.grants };
    }

    private assign(
        name: string,
        templateId: string,
        principalObjectId: pulumi.Input<string>,
    ): azuread.DirectoryRoleAssignment {
        return new azuread.DirectoryRoleAssignment(
            roleName(name, templateId),
            { principalObjectId, roleId: templateId },
            { parent: this, customTimeouts: timeouts },
        );
    }

    /** Other programs of the tenant depend on a Microsoft API from the first day, so it is never deleted. */
    private createApi(name: string, permission: ApplicationPermission): pulumi.Output<string> {
        return new azuread.ServicePrincipal(
            apiName(name, permission),
            { clientId: permission.apiClientId },
            { parent: this, customTimeouts: timeouts, retainOnDelete: true },
        ).objectId;
    }
}

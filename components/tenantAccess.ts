import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { apiName, componentToken, consentName, roleName } from "../src/identities/names";
import { permissionsOf, type ApplicationPermission } from "../src/microsoft/permissions";
import { roleGroupCommands } from "../src/microsoft/roleGroupCommands";
import { checkTenantAccessArgs, type TenantAccessArgs } from "./args/tenantAccessArgs";
import { factsFor, invokeOptions, preflight } from "./preflight";
import { timeouts } from "./timeouts";

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
 */
export class TenantAccess extends pulumi.ComponentResource {
    /** Object id of the application's service principal. Known only when consent and all roles are in place. */
    readonly servicePrincipalObjectId: pulumi.Output<string>;
    /**
     * What an Exchange administrator runs once, in PowerShell, to put the service principal into the role groups;
     * empty when there are none.
     */
    readonly exchangeRoleGroupCommands: pulumi.Output<string>;
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
        const { homeApplication, revoked, ...checked } = checkTenantAccessArgs(subject, args);
        const permissions = permissionsOf(checked.cloud);
        const facts =
            factsFor(args) ??
            preflight(
                subject,
                checked.tenantId,
                checked.createExchangeServicePrincipal ? [] : permissions,
                invokeOptions(opts),
            );
        // Children wait for this component's registration, and that waits for its inputs. The facts themselves are not
        // a property of the access: another deployer must not show as a change.
        const revocation = revoked === "" ? {} : { revoked };
        const inputs = { ...checked, ...revocation, tenantId: facts.apply(() => pulumi.output(checked.tenantId)) };
        super(componentToken("TenantAccess"), name, inputs, opts);

        const servicePrincipal = new azuread.ServicePrincipal(
            name,
            {
                clientId: checked.clientId,
                owners: checked.owners ?? [facts.deployerObjectId],
                // Stated only for a login that is revoked: true is the provider's default.
                ...(revoked === "" ? {} : { accountEnabled: false }),
            },
            {
                parent: this,
                customTimeouts: timeouts,
                deletedWith: homeApplication,
                ignoreChanges: checked.owners ? [] : ["owners"],
            },
        );
        const consents = permissions.map(
            (permission) =>
                new azuread.AppRoleAssignment(
                    consentName(name, permission),
                    {
                        appRoleId: permission.appRoleId,
                        principalObjectId: servicePrincipal.objectId,
                        resourceObjectId: checked.createExchangeServicePrincipal
                            ? this.createApi(name, permission)
                            : facts.apply(({ apiObjectIds }) => apiObjectIds[permission.apiClientId] ?? ""),
                    },
                    { parent: this, customTimeouts: timeouts },
                ),
        );
        const roles = (revoked === "" ? checked.roles : []).map(
            (templateId) =>
                new azuread.DirectoryRoleAssignment(
                    roleName(name, templateId),
                    { principalObjectId: servicePrincipal.objectId, roleId: templateId },
                    { parent: this, customTimeouts: timeouts },
                ),
        );

        this.servicePrincipalObjectId = pulumi
            .all([servicePrincipal.objectId, pulumi.all([...consents, ...roles].map((grant) => grant.id))])
            .apply(([objectId]) => objectId);
        this.exchangeRoleGroupCommands = pulumi
            .all([servicePrincipal.clientId, this.servicePrincipalObjectId, servicePrincipal.displayName])
            .apply(([clientId, objectId, displayName]) =>
                roleGroupCommands({ clientId, objectId, displayName }, checked.exchangeRoleGroups),
            );
        this.tenantId = inputs.tenantId;
        this.roles = pulumi.output(checked.roles);
        this.exchangeRoleGroups = pulumi.output(checked.exchangeRoleGroups);
        this.registerOutputs({
            servicePrincipalObjectId: this.servicePrincipalObjectId,
            exchangeRoleGroupCommands: this.exchangeRoleGroupCommands,
            tenantId: this.tenantId,
            roles: this.roles,
            exchangeRoleGroups: this.exchangeRoleGroups,
        });
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

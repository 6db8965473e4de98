import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { exchangeManageAsApp } from "../microsoft/permissions";
import { timeouts } from "./timeouts";

/** What an application may do in one tenant. The tenant is the one of the azuread provider in use. */
export interface TenantAccessArgs {
    /** Client id of the application. */
    clientId: pulumi.Input<string>;
    /** The application, when it is registered in this very tenant: Microsoft Entra deletes the service principal with it. */
    homeApplication?: azuread.Application;
    /**
     * Object id of Exchange Online's service principal in this tenant.
     * @default none: it is created, and kept in the tenant when this component goes
     */
    exchangeServicePrincipalObjectId?: pulumi.Input<string>;
    /** Template ids of the directory roles to assign. The order does not matter. */
    roles: string[];
    /**
     * Object ids of the service principal's owners, exactly these.
     * @default `deployerObjectId` at creation, then left alone
     */
    owners?: string[];
    /** Object id of whoever runs the program; the first owner when `owners` is not given. */
    deployerObjectId: pulumi.Input<string>;
}

/** The application's service principal in a tenant, admin consent to `Exchange.ManageAsApp`, and directory roles. */
export class TenantAccess extends pulumi.ComponentResource {
    /** Object id of the application's service principal. Known only when consent and all roles are in place. */
    readonly servicePrincipalObjectId: pulumi.Output<string>;

    constructor(name: string, args: TenantAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        // Who deploys is no property of the access: another deployer must not show as a change.
        const { deployerObjectId, ...inputs } = args;
        super("exo-unattended:index:TenantAccess", name, inputs, opts);

        const servicePrincipal = new azuread.ServicePrincipal(
            name,
            { clientId: args.clientId, owners: args.owners ?? [deployerObjectId] },
            {
                parent: this,
                customTimeouts: timeouts,
                deletedWith: args.homeApplication,
                ignoreChanges: args.owners ? [] : ["owners"],
            },
        );
        const consent = new azuread.AppRoleAssignment(
            `${name}-exchange-manage-as-app`,
            {
                appRoleId: exchangeManageAsApp.appRoleId,
                principalObjectId: servicePrincipal.objectId,
                resourceObjectId: args.exchangeServicePrincipalObjectId ?? this.createExchangeServicePrincipal(name),
            },
            { parent: this, customTimeouts: timeouts },
        );
        const roles = args.roles.map(
            (templateId) =>
                new azuread.DirectoryRoleAssignment(
                    `${name}-${templateId}`,
                    { principalObjectId: servicePrincipal.objectId, roleId: templateId },
                    { parent: this, customTimeouts: timeouts },
                ),
        );

        this.servicePrincipalObjectId = pulumi
            .all([servicePrincipal.objectId, pulumi.all([consent.id, ...roles.map((role) => role.id)])])
            .apply(([objectId]) => objectId);
        this.registerOutputs({ servicePrincipalObjectId: this.servicePrincipalObjectId });
    }

    /** Other programs of the tenant depend on it from the first day, so it is never deleted. */
    private createExchangeServicePrincipal(name: string): pulumi.Output<string> {
        return new azuread.ServicePrincipal(
            `${name}-exchange-online`,
            { clientId: exchangeManageAsApp.apiClientId },
            { parent: this, customTimeouts: timeouts, retainOnDelete: true },
        ).objectId;
    }
}

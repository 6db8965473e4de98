/** What `New-ServicePrincipal` makes: without it Exchange Online does not know a service principal by name. */
export interface ExchangeServicePrincipal {
    readonly appId: string;
    /** Object id of the service principal in Microsoft Entra ID. */
    readonly servicePrincipalObjectId: string;
    readonly displayName: string;
    /** Exchange Online's own id of it. */
    readonly guid: string;
}

/** Who belongs to a role group of Exchange Online. */
export interface RoleGroupMember {
    readonly roleGroup: string;
    readonly servicePrincipalObjectId: string;
}

/** A distribution list, or a mail-enabled security group. */
export interface DistributionGroup {
    readonly guid: string;
    readonly displayName: string;
    readonly alias: string;
    readonly isSecurityGroup: boolean;
    /** Object ids of the users who are members. */
    members: string[];
}

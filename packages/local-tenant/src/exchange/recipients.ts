import type { Mailbox, Tenant } from "../state";
import { objectNotFound } from "./errors";
import type { ExchangeObject } from "./listReply";
import type { Parameters } from "./parameters";

const version = "0.20 (15.0.0.0)";

/** The tenant's mailboxes with the properties of `Get-EXOMailbox -PropertySets Minimum`. */
export function mailboxes(tenant: Tenant): ExchangeObject[] {
    return tenant.mailboxes.map((mailbox) => describeMailbox(tenant, mailbox));
}

/** `Get-Mailbox`, for one by alias, address or id, or for all. */
export function getMailbox(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const identity = parameters.text("Identity");
    const chosen = tenant.mailboxes.filter(({ alias, userId, exchangeGuid }) =>
        [undefined, alias, `${alias}@${tenant.organization}`, userId, exchangeGuid].includes(identity?.toLowerCase()),
    );
    if (identity !== undefined && chosen.length === 0) {
        throw objectNotFound(identity);
    }
    return chosen.slice(0, parameters.resultSize()).map((mailbox) => describeMailbox(tenant, mailbox));
}

function describeMailbox(tenant: Tenant, mailbox: Mailbox): ExchangeObject {
    const user = tenant.users.find(({ id }) => id === mailbox.userId);
    return {
        ExternalDirectoryObjectId: mailbox.userId,
        UserPrincipalName: user?.userPrincipalName,
        Alias: mailbox.alias,
        DisplayName: user?.displayName,
        EmailAddresses: [`SMTP:${mailbox.alias}@${tenant.organization}`],
        PrimarySmtpAddress: `${mailbox.alias}@${tenant.organization}`,
        RecipientType: "UserMailbox",
        RecipientTypeDetails: "UserMailbox",
        Identity: mailbox.userId,
        Id: mailbox.userId,
        ExchangeVersion: version,
        Name: mailbox.userId,
        DistinguishedName: `CN=${mailbox.userId},OU=${tenant.organization},OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM`,
        OrganizationId: organizationId(tenant),
        Guid: mailbox.exchangeGuid,
    };
}

/** `Get-AcceptedDomain`: the initial domain. */
export function acceptedDomains(tenant: Tenant): ExchangeObject[] {
    return [
        {
            DomainName: tenant.organization,
            DomainType: "Authoritative",
            Default: true,
            InitialDomain: true,
            Name: tenant.organization,
            Identity: tenant.organization,
            Id: tenant.organization,
            ExchangeVersion: version,
            OrganizationId: organizationId(tenant),
        },
    ];
}

/** `Get-OrganizationConfig`, in part. */
export function organizationConfig(tenant: Tenant): ExchangeObject[] {
    return [
        {
            DisplayName: tenant.displayName,
            Name: tenant.organization,
            Identity: tenant.organization,
            Id: tenant.organization,
            ExchangeVersion: version,
            OrganizationId: organizationId(tenant),
        },
    ];
}

function organizationId(tenant: Tenant): string {
    const unit = `EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/${tenant.organization}`;
    return `${unit} - EURPR01A001.PROD.OUTLOOK.COM/ConfigurationUnits/${tenant.organization}/Configuration`;
}

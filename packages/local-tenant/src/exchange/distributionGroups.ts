import type { Tenant } from "../state";
import { badRequest, ExchangeError, objectNotFound } from "./errors";
import type { DistributionGroup } from "./exchangeState";
import type { ExchangeObject } from "./listReply";
import type { Parameters } from "./parameters";

/** `Get-DistributionGroup`, for one or for all. */
export function getDistributionGroup(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const identity = parameters.text("Identity");
    const chosen = identity === undefined ? tenant.distributionGroups : [namedGroup(tenant, identity)];
    return chosen.slice(0, parameters.resultSize()).map((group) => describe(tenant, group));
}

/**
 * `Add-DistributionGroupMember`. No application is a manager of a group, so a mail-enabled security group takes members
 * from it only when it bypasses the question, and the parameter for that shows to few roles.
 */
export function addDistributionGroupMember(tenant: Tenant, parameters: Parameters): ExchangeObject[] {
    const group = namedGroup(tenant, parameters.required("Identity"));
    if (group.isSecurityGroup && !parameters.isSet("BypassSecurityGroupManagerCheck")) {
        throw new ExchangeError(
            403,
            "Forbidden",
            "Microsoft.Exchange.Management.Tasks.RecipientTaskException",
            "You don't have sufficient permissions. This operation can only be performed by a manager of the group.",
        );
    }
    const member = memberNamed(tenant, parameters.required("Member"));
    if (group.members.includes(member)) {
        throw badRequest(
            "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
            `The recipient "${member}" is already a member of the group "${group.displayName}".`,
        );
    }
    group.members.push(member);
    return [];
}

function namedGroup(tenant: Tenant, identity: string): DistributionGroup {
    const wanted = identity.toLowerCase();
    const group = tenant.distributionGroups.find(({ displayName, alias, guid }) =>
        [displayName.toLowerCase(), alias, addressOf(tenant, alias), guid].includes(wanted),
    );
    if (!group) {
        throw objectNotFound(identity);
    }
    return group;
}

/** Object id of the user with that mailbox. */
function memberNamed(tenant: Tenant, identity: string): string {
    const wanted = identity.toLowerCase();
    const mailbox = tenant.mailboxes.find(({ alias, userId }) =>
        [alias, addressOf(tenant, alias), userId].includes(wanted),
    );
    if (!mailbox) {
        throw objectNotFound(identity);
    }
    return mailbox.userId;
}

function describe(tenant: Tenant, { displayName, alias, guid, isSecurityGroup }: DistributionGroup): ExchangeObject {
    const type = isSecurityGroup ? "MailUniversalSecurityGroup" : "MailUniversalDistributionGroup";
    return {
        DisplayName: displayName,
        Name: displayName,
        Alias: alias,
        PrimarySmtpAddress: addressOf(tenant, alias),
        GroupType: isSecurityGroup ? "Universal, SecurityEnabled" : "Universal",
        RecipientType: type,
        RecipientTypeDetails: type,
        ManagedBy: [],
        Identity: displayName,
        Id: displayName,
        Guid: guid,
    };
}

function addressOf(tenant: Tenant, alias: string): string {
    return `${alias}@${tenant.organization}`;
}

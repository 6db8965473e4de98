import type { Tenant } from "../state";

/** What a seed may say of a tenant's Exchange Online. */
export interface ExchangeSeed {
    readonly distributionGroups?: readonly DistributionGroupSeed[];
    /** Above it Exchange Online answers 429. @default no limit */
    readonly exchangeRequestsPerMinute?: number;
}

export interface DistributionGroupSeed {
    readonly displayName: string;
    /** Whether it is a mail-enabled security group rather than a distribution list. */
    readonly isSecurityGroup: boolean;
}

/** @param id makes the id of a named thing */
export function plantExchange(
    { distributionGroups = [], exchangeRequestsPerMinute }: ExchangeSeed,
    id: (what: string) => string,
): Pick<Tenant, keyof ExchangeSeed | "exchangeServicePrincipals" | "roleGroupMembers"> {
    return {
        exchangeServicePrincipals: [],
        roleGroupMembers: [],
        distributionGroups: distributionGroups.map(({ displayName, isSecurityGroup }) => ({
            guid: id(`distributionGroups/${displayName}`),
            displayName,
            alias: aliasOf(displayName),
            isSecurityGroup,
            members: [],
        })),
        exchangeRequestsPerMinute,
    };
}

/** The part before the `@` of the address of somebody or something of that name. */
export function aliasOf(displayName: string): string {
    return displayName.toLowerCase().replaceAll(" ", ".");
}

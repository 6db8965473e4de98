import { Cloud, clouds } from "./clouds";

/** Why a value is not an organization's initial domain. */
export interface OrganizationProblem {
    /** What is wrong, in words that follow the name of the value. */
    readonly wrong: string;
    /** What to do, in whole sentences without the final period. */
    readonly remedy: string;
}

/**
 * Why a value is not the initial domain of an organization in that cloud, or undefined when it is one.
 * `Connect-ExchangeOnline -Organization` wants the initial domain; a custom domain or a tenant id is not the
 * documented form (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
 */
export function organizationProblem(organization: unknown, cloud: Cloud): OrganizationProblem | undefined {
    const suffixes = clouds[cloud].initialDomainSuffixes;
    const [usual = ""] = suffixes;
    const label = labelOf(organization, cloud);
    if (label === undefined) {
        const others = Object.values(Cloud).filter((other) => labelOf(organization, other) !== undefined);
        return others.length === 0
            ? {
                  wrong: `is not the organization's initial domain, which ends in ${suffixes.join(" or ")}`,
                  remedy: `Find it in the Microsoft 365 admin center > Settings > Domains, for example contoso${usual}`,
              }
            : {
                  wrong: `is an initial domain of another cloud than ${cloud}`,
                  remedy: `Set azuread:environment to ${others.map((other) => `${other} (${clouds[other].displayName})`).join(" or ")}, or use a domain that ends in ${suffixes.join(" or ")}`,
              };
    }
    return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label)
        ? undefined
        : {
              wrong: `is not one name of letters, digits and hyphens before ${usual}`,
              remedy: `Use the initial domain, for example contoso${usual}`,
          };
}

/** What comes before the suffix of an initial domain of that cloud, or undefined when it has no such suffix. */
function labelOf(organization: unknown, cloud: Cloud): string | undefined {
    const given = typeof organization === "string" ? organization : "";
    return clouds[cloud].initialDomainSuffixes
        .filter((suffix) => given.toLowerCase().endsWith(suffix))
        .map((suffix) => given.slice(0, -suffix.length))[0];
}

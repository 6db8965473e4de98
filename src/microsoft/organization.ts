import { clouds, type Cloud } from "./clouds";

/**
 * Why a value is not the initial domain of an organization in that cloud, or undefined when it is one.
 * `Connect-ExchangeOnline -Organization` wants the initial domain; a custom domain or a tenant id is not the
 * documented form (learn.microsoft.com/powershell/module/exchange/connect-exchangeonline).
 */
export function organizationProblem(organization: unknown, cloud: Cloud): string | undefined {
    const suffixes = clouds[cloud].initialDomainSuffixes;
    const given = typeof organization === "string" ? organization : "";
    const label = suffixes
        .filter((suffix) => given.toLowerCase().endsWith(suffix))
        .map((suffix) => given.slice(0, -suffix.length))[0];
    if (label === undefined) {
        return `must be the organization's initial domain, which ends in ${suffixes.join(" or ")} (Microsoft 365 admin center > Settings > Domains), for example contoso${suffixes[0] ?? ""}`;
    }
    return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label)
        ? undefined
        : `must be one name of letters, digits and hyphens before ${suffixes[0] ?? ""}, for example contoso${suffixes[0] ?? ""}`;
}

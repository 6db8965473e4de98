import type { Profile } from "./profile";
import { refusals } from "./refusals";

/**
 * An ordinary day. Sources, per row: documented = learn.microsoft.com, reported = issues of the azuread provider
 * (hashicorp/terraform-provider-azuread), assumed (trouble-figures) = a number nobody publishes.
 */
export const realistic: Profile = {
    frontEnds: 3, // assumed (trouble-figures)
    lags: {
        // Reported: most objects can be read at once, some answer 404 for seconds (#1802). How often: assumed (trouble-figures).
        read: {
            applications: { chance: 0.02, seconds: [0.5, 5] },
            servicePrincipals: { chance: 0.02, seconds: [0.5, 5] },
            appRoleAssignments: { chance: 0.02, seconds: [0.5, 5] },
            roleAssignments: { chance: 0.05, seconds: [0.5, 5] },
        },
        // Reported: "does not reference a valid application object", "Not a valid reference update." (#581, #611).
        write: {
            applications: { chance: 0.1, seconds: [0.5, 5] },
            servicePrincipals: { chance: 0.1, seconds: [0.5, 5] },
        },
        // Reported: AADSTS700027, 700016 and 7000229 from seconds to some minutes; consent and role: minutes.
        signIn: {
            applications: { chance: 1, seconds: [5, 120] },
            servicePrincipals: { chance: 1, seconds: [5, 60] },
            appRoleAssignments: { chance: 1, seconds: [30, 180] },
            roleAssignments: { chance: 1, seconds: [30, 180] },
        },
        // Documented: Exchange Online honours a role after 2 to 5 minutes as a rule.
        exchange: { roleAssignments: { chance: 1, seconds: [120, 300] } },
    },
    // Documented: "wait for 5 minutes" (learn.microsoft.com/entra/identity/monitoring-health/quickstart-analyze-sign-in). The
    // lower end is assumed (trouble-figures).
    signInLogDelay: [120, 300],
    // The kinds are documented (429, 503: learn.microsoft.com/graph/throttling) or reported; how often: assumed (trouble-figures).
    mishaps: [
        {
            name: "404 on a rename",
            on: /^PATCH \/v1\.0\/applications\//,
            chance: 0.02,
            refusal: refusals.notReplicated,
        },
        { name: "409 on a rename", on: /^PATCH \/v1\.0\/applications\//, chance: 0.02, refusal: refusals.concurrency },
        {
            name: "Graph throttles",
            on: /^\S+ \/(v1\.0|beta)\//,
            chance: 0.01,
            burst: [1, 2],
            refusal: refusals.throttled,
            retryAfterSeconds: 10,
        },
        {
            name: "Graph is down",
            on: /^\S+ \/(v1\.0|beta)\//,
            chance: 0.005,
            refusal: refusals.unavailable,
            retryAfterSeconds: 5,
        },
        { name: "sign-in is busy", on: /\/token$/, chance: 0.01, refusal: refusals.signInTransient },
        {
            name: "Exchange throttles",
            on: / \/adminapi\//,
            chance: 0.02,
            refusal: refusals.exchangeThrottled,
            retryAfterSeconds: 10,
        },
        { name: "slow", on: / \/(v1\.0|beta|adminapi|\{tenant\})\//, chance: 0.02, delaySeconds: [0.5, 3] },
    ],
};

import type { Profile } from "./profile";
import { refusals } from "./refusals";

const graph = /^\S+ \/(v1\.0|beta)\//;
const token = /\/token$/;
const exchange = / \/adminapi\//;
const application = /^PATCH \/v1\.0\/applications\//;
const newServicePrincipal = /^POST \/v1\.0\/servicePrincipals$/;
const newGrant = /^POST .*\/appRoleAssignedTo$/;
const newRole = /^POST .*\/roleAssignments$/;

/**
 * Everything that was ever reported, on one day. The kinds are documented or reported like those of `realistic`; how
 * often each happens is assumed (trouble-figures), and far more often than anybody reported.
 */
export const hostile: Profile = {
    // Reported: hours, when the pipeline of the logs is behind.
    signInLogDelay: [600, 7200],
    frontEnds: 4, // assumed (trouble-figures)
    lags: {
        // Reported: replication takes up to minutes; the provider itself waits for ten.
        read: {
            applications: { chance: 0.15, seconds: [1, 30] },
            servicePrincipals: { chance: 0.15, seconds: [1, 30] },
            appRoleAssignments: { chance: 0.1, seconds: [1, 30] },
            roleAssignments: { chance: 0.2, seconds: [1, 30] },
        },
        write: {
            applications: { chance: 0.25, seconds: [1, 30] },
            servicePrincipals: { chance: 0.25, seconds: [1, 30] },
        },
        // Reported: AADSTS700027 for minutes, consent and role up to half an hour.
        signIn: {
            applications: { chance: 1, seconds: [30, 900] },
            servicePrincipals: { chance: 1, seconds: [30, 300] },
            appRoleAssignments: { chance: 1, seconds: [60, 1800] },
            roleAssignments: { chance: 1, seconds: [60, 1800] },
        },
        // Reported: beyond 28 minutes.
        exchange: { roleAssignments: { chance: 1, seconds: [300, 1800] } },
    },
    mishaps: [
        {
            name: "409 on the registration",
            on: /^POST \/v1\.0\/applications$/,
            chance: 0.1,
            refusal: refusals.noMicrosoftAccountApplication,
        },
        { name: "404 on a rename", on: application, chance: 0.08, refusal: refusals.notReplicated },
        { name: "409 on a rename", on: application, chance: 0.08, refusal: refusals.concurrency },
        { name: "no application yet", on: newServicePrincipal, chance: 0.2, refusal: refusals.noApplicationYet },
        { name: "not local yet", on: newServicePrincipal, chance: 0.2, refusal: refusals.applicationNotLocalYet },
        { name: "no service principal yet", on: newGrant, chance: 0.2, refusal: refusals.noReferenceYet },
        { name: "404 on the grant", on: newGrant, chance: 0.2, refusal: refusals.notReplicated },
        { name: "no principal yet", on: newRole, chance: 0.1, refusal: refusals.noReferenceYet },
        { name: "404 on the role", on: newRole, chance: 0.1, refusal: refusals.notReplicated },
        {
            name: "Graph throttles",
            on: graph,
            chance: 0.05,
            burst: [1, 4],
            refusal: refusals.throttled,
            retryAfterSeconds: 10,
        },
        {
            name: "Graph is down",
            on: graph,
            chance: 0.03,
            burst: [1, 3],
            refusal: refusals.unavailable,
            retryAfterSeconds: 5,
        },
        {
            name: "Graph's gateway waits in vain",
            on: /^GET \/(v1\.0|beta)\//,
            chance: 0.01,
            refusal: refusals.gatewayTimeout,
        },
        { name: "Graph hangs up", on: graph, chance: 0.005, cut: "before" },
        {
            name: "sign-in is busy",
            on: token,
            chance: 0.05,
            burst: [1, 2],
            refusal: refusals.signInTransient,
            retryAfterSeconds: 1,
        },
        { name: "sign-in is down", on: token, chance: 0.05, refusal: refusals.signInUnavailable, retryAfterSeconds: 1 },
        {
            name: "sign-in throttles",
            on: token,
            chance: 0.05,
            refusal: refusals.signInThrottled,
            retryAfterSeconds: 10,
        },
        {
            name: "Exchange throttles",
            on: exchange,
            chance: 0.2,
            refusal: refusals.exchangeThrottled,
            retryAfterSeconds: 30,
        },
        { name: "Exchange is down", on: exchange, chance: 0.1, refusal: refusals.exchangeUnavailable },
        { name: "Exchange hangs up", on: exchange, chance: 0.05, cut: "after" },
        { name: "slow", on: / \/(v1\.0|beta|adminapi|\{tenant\})\//, chance: 0.1, delaySeconds: [1, 10] },
    ],
};

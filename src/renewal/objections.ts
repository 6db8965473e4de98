import { readCertificate } from "../certificate/certificateFacts";
import { UserError } from "../errors/userError";
import { checkPolicy } from "../preflight/certificatePolicy";
import type { KeyRestriction } from "../graph/policies";
import { clockOutcome } from "../http/machineClock";
import type { RenewalPolicy } from "./policy";
import { renewalDue, type Validity } from "./schedule";

/** What a new certificate depends on. */
export interface Circumstances {
    readonly now: Date;
    /** Arguments of the active certificate in the configuration, which a generated one gets too. */
    readonly template: Readonly<Record<string, unknown>>;
    /** Arguments of the new one, where a person has added it to the configuration already. */
    readonly planned: Readonly<Record<string, unknown>> | undefined;
    readonly active: Validity & { readonly key: string };
    /** The tenant's rules for certificates; undefined when the deployer may not read them. */
    readonly restrictions: readonly KeyRestriction[] | undefined;
    /** RFC 3339. */
    readonly applicationCreated: string;
    /** How far this machine's clock is ahead of Microsoft Entra's, and the host that was asked. */
    readonly clockAheadMs: number | undefined;
    readonly loginHost: string;
    /** Client ids of the login, and of the application that the deployer signs in as. */
    readonly clientId: string;
    readonly deployerClientId: string | undefined;
}

const defaultValidityDays = 365;
const day = 86_400_000;

/** What stands against adding a certificate now: each what is wrong, and what to do. */
export function objectionsTo(circumstances: Circumstances, policy: RenewalPolicy): string[] {
    const { now, template, planned, active, restrictions, applicationCreated, clockAheadMs, loginHost } = circumstances;
    if (planned === undefined && template["certificatePem"] !== undefined) {
        return [
            `"${active.key}" is an existing certificate that was supplied, so its successor must be supplied too. Add it to the configuration under a key such as 2026b, then run renew again.`,
        ];
    }
    const added = newCertificate(planned ?? template, now);
    if (typeof added === "string") {
        return [added];
    }
    const { notAfter, remedy } = added;
    const overlapMs = Date.parse(active.notAfter) - renewalDue(active, policy.beforeMs).getTime();
    const lifeMs = notAfter.getTime() - now.getTime();
    const clock = clockOutcome(clockAheadMs, loginHost);
    const rule =
        restrictions === undefined
            ? undefined
            : checkPolicy(
                  { name: "the new certificate", ...added, applicationObjectId: undefined },
                  restrictions,
                  new Date(applicationCreated),
              );
    return [
        ...(notAfter <= new Date(active.notAfter) && policy.compromised === undefined
            ? [`the new certificate would end on ${notAfter.toISOString()}, not later than "${active.key}". ${remedy}`]
            : []),
        // Or the new one would be due at once, and each run would add another.
        ...(policy.beforeMs !== undefined && policy.beforeMs >= lifeMs && policy.compromised === undefined
            ? [
                  `a renewal ${inDays(policy.beforeMs)} before the end is longer than the life of the new certificate, ${inDays(lifeMs)}. Begin later. ${remedy}`,
              ]
            : []),
        ...(overlapMs < policy.deliveryMs && policy.compromised === undefined
            ? [
                  `the renewal begins ${inDays(overlapMs)} before the end, and the slowest delivery takes ${inDays(policy.deliveryMs)}. Begin earlier.`,
              ]
            : []),
        ...(circumstances.clientId === circumstances.deployerClientId
            ? [
                  "the deployer signs in as this very login, so a renewal could lock it out. Use another application or a person as deployer.",
              ]
            : []),
        ...[clock, rule].flatMap((outcome) =>
            outcome?.result === "failed" ? [`${outcome.evidence}. ${outcome.remedy ?? ""}`.trim()] : [],
        ),
    ];
}

/** The certificate that is about to be added, or why there is none. */
function newCertificate(
    { certificatePem, validityDays = defaultValidityDays }: Readonly<Record<string, unknown>>,
    now: Date,
):
    | { readonly notBefore: Date; readonly notAfter: Date; readonly isSelfSigned: boolean; readonly remedy: string }
    | string {
    if (typeof certificatePem !== "string") {
        const notAfter = new Date(now.getTime() + Number(validityDays) * day);
        return { notBefore: now, notAfter, isSelfSigned: true, remedy: "Raise validityDays." };
    }
    try {
        const { validFromDate, validToDate, issuer, subject } = readCertificate(certificatePem);
        const isSelfSigned = issuer === subject;
        return { notBefore: validFromDate, notAfter: validToDate, isSelfSigned, remedy: "Supply one that ends later." };
    } catch (error) {
        if (error instanceof UserError) {
            return `the new certificate cannot be read: ${error.evidence}. Correct its certificatePem.`;
        }
        throw error;
    }
}

function inDays(ms: number): string {
    return `${Math.round((ms / day) * 10) / 10} days`;
}

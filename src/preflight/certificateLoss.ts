import { failed, passed, skipped, warning, type Outcome } from "../checks/check";
import type { Delivery } from "../delivery/manifest";
import { parseManifest } from "../delivery/parseManifest";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import { nameOf, typeOf } from "../identities/names";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { isAdded, isRemoved, loginCertificates, outcomeOf, type LoginCertificate } from "./plan";

/** A certificate with which scripts can sign in now, and cannot after the update. */
export interface LostCertificate {
    /** The name of its credential. */
    readonly name: string;
    /** SHA-1, 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** What the update does, in the middle of a sentence. */
    readonly because: string;
    readonly isActive: boolean;
    /** Places that hold it, as far as the stack knows. */
    readonly places: readonly Delivery[];
}

/** The certificates that stop working, whatever in the configuration is the reason. One that has ended works no longer. */
export function lostCertificates(
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
    now: Date,
): LostCertificate[] {
    const planned = loginCertificates(outcomeOf(steps, state));
    const deliveries = deliveriesIn(state);
    return loginCertificates(state).flatMap(({ login, certificates }) => {
        const stays = planned.find((one) => one.login === login)?.certificates ?? [];
        return certificates.flatMap(({ name, facts, isActive }): LostCertificate[] => {
            const because = reason(steps, login, name, facts, stays);
            return facts === undefined || because === undefined || new Date(facts.notAfter) < now
                ? []
                : [
                      {
                          ...{ name, thumbprint: facts.thumbprint, because, isActive },
                          places: deliveries.filter(({ thumbprint }) => thumbprint === facts.thumbprint),
                      },
                  ];
        });
    });
}

function reason(
    steps: readonly PlannedStep[],
    login: string,
    name: string,
    facts: LoginCertificate["facts"],
    stays: readonly LoginCertificate[],
): string | undefined {
    const step = (kind: "Application" | "ServicePrincipal" | "ApplicationCertificate", wanted: string) =>
        steps.find((one) => one.type === typeOf(kind) && nameOf(one.urn) === wanted && isRemoved(one));
    for (const [kind, text] of [
        ["Application", "the application"],
        ["ServicePrincipal", "the service principal"],
    ] as const) {
        const removed = step(kind, login);
        if (removed !== undefined) {
            return `${text} is ${isAdded(removed) ? "replaced" : "removed"}`;
        }
    }
    const removed = step("ApplicationCertificate", name);
    // A credential that is made again with the same certificate keeps every script working.
    if (removed === undefined || stays.some((one) => one.facts?.thumbprint === facts?.thumbprint)) {
        return undefined;
    }
    return isAdded(removed) ? "it is replaced" : "it is removed";
}

/** What the stack's output `deliveryManifest` says; a program may use that name for something else. */
function deliveriesIn(state: readonly StateResource[]): readonly Delivery[] {
    const stack = state.find(({ type }) => type === "pulumi:pulumi:Stack");
    try {
        return parseManifest(stack?.outputs?.["deliveryManifest"]).deliveries;
    } catch (error) {
        if (error instanceof UserError) {
            return [];
        }
        throw error;
    }
}

const renewal =
    "To renew without an interruption, add a certificate under another key, deliver it, then switch activeCertificate, and remove the old one last (docs/configuration.md).";

/**
 * What scripts will feel.
 * @param isPartial whether the preview stopped early, so that the plan is not all of it
 * @param failOnLoss whether a certificate that stops working fails the check, for pipelines
 */
export function checkLoss(
    lost: readonly LostCertificate[],
    { isPartial, failOnLoss }: { readonly isPartial: boolean; readonly failOnLoss: boolean },
): Outcome {
    const inUse = lost.filter(({ isActive, places }) => isActive || places.length > 0);
    if (inUse.length > 0) {
        const evidence = inUse.map(sentence).join("; ");
        return failOnLoss ? failed(evidence, renewal) : warning(evidence, renewal);
    }
    if (isPartial) {
        return skipped("the preview stopped before it knew all changes");
    }
    const unused = lost.map(({ name, thumbprint }) => `"${name}" (${thumbprint})`).join(", ");
    return passed(
        lost.length === 0
            ? "every certificate keeps working"
            : `the active certificate keeps working; no longer: ${unused}, delivered nowhere that the stack knows`,
    );
}

function sentence({ name, thumbprint, because, isActive, places }: LostCertificate): string {
    const where =
        places.length === 0
            ? "the stack's deliveryManifest names no place that holds it"
            : `delivered to ${places.map(({ place, host }) => foreignText(host === undefined ? place : `${place} on ${host}`)).join(", ")}`;
    return `the ${isActive ? "active certificate" : "certificate"} "${name}", thumbprint ${thumbprint}, stops working, because ${because}; ${where}`;
}

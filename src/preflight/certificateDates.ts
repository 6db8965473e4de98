import { failed, passed, skipped, warning, type Outcome } from "../checks/check";
import { nameOf } from "../identities/names";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { isAdded, loginCertificates, outcomeOf } from "./plan";

/** Whether each certificate that exists already is in its dates, so that scripts can sign in with it. */
export function checkDates(steps: readonly PlannedStep[], state: readonly StateResource[], now: Date): Outcome {
    const added = new Set(steps.filter(isAdded).map(({ urn }) => nameOf(urn)));
    const certificates = loginCertificates(outcomeOf(steps, state)).flatMap(({ certificates }) => certificates);
    const outcomes = certificates.flatMap(({ name, facts, isActive }): Outcome[] => {
        if (facts === undefined) {
            return [];
        }
        const { notBefore, notAfter } = facts;
        const isNeeded = isActive || added.has(name);
        if (new Date(notAfter) < now) {
            const evidence = `the certificate "${name}" ended on ${notAfter}`;
            return isNeeded
                ? [failed(evidence, "Set certificatePem and privateKeyPem of a certificate that has not ended.")]
                : [warning(evidence, "Remove it from `certificates`.")];
        }
        if (new Date(notBefore) > now) {
            const evidence = `the certificate "${name}" is not valid before ${notBefore}`;
            return isNeeded
                ? [
                      failed(
                          evidence,
                          "Wait until then, or supply a certificate that is valid now. Compare this machine's clock.",
                      ),
                  ]
                : [warning(evidence, "Do not make it active before then.")];
        }
        return [passed(`"${name}" is valid until ${notAfter}`)];
    });
    return outcomes.length === 0 ? skipped("no certificate exists yet") : worst(outcomes);
}

/** The worst of these outcomes, with the evidence of all that ended like it. */
export function worst(outcomes: readonly Outcome[]): Outcome {
    const result = (["failed", "warning", "passed"] as const).find((one) =>
        outcomes.some((outcome) => outcome.result === one),
    );
    const like = outcomes.filter((outcome) => outcome.result === result);
    const remedies = [...new Set(like.flatMap(({ remedy }) => remedy ?? []))];
    const evidence = like.map((outcome) => outcome.evidence).join("; ");
    return {
        result: result ?? "skipped",
        evidence,
        ...(remedies.length === 0 ? {} : { remedy: remedies.join(" ") }),
    };
}

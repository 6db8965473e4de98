import { failed, passed, warning, type Outcome } from "../checks/check";
import { runRepair, type Finding } from "../repair/finding";

/** Whether state and tenant agree before the update; see src/repair for what is compared. */
export function comparisonOutcome(findings: readonly Finding[]): Outcome {
    const evidence = (wanted: Finding["result"]): string =>
        findings
            .filter(({ result }) => result === wanted)
            .map(({ title, evidence }) => `${title}: ${evidence}`)
            .join("\n");
    if (evidence("failed") !== "") {
        return failed(evidence("failed"), runRepair);
    }
    return evidence("warning") === ""
        ? passed("the stack's state and the tenant agree")
        : warning(
              evidence("warning"),
              "Check who made these. `exo-unattended repair` prints the commands to delete them.",
          );
}

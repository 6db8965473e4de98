import type { Check } from "../../verification/rungs";
import { checkTable } from "./checkTable";
import type { Output } from "./terminal";

/** The rungs of a verification as a table for that output. */
export function verificationTable(checks: readonly Check[], output: Output): string {
    return checkTable(checks, output);
}

import type { Assumption } from "../assumption";
import { elsewhereAssumptions } from "./elsewhere";
import { exchangeAssumptions } from "./exchange";
import { graphAssumptions } from "./graph";
import { localTenantAssumptions } from "./localTenant";
import { signInAssumptions } from "./signIn";

/** Everything that is stated without a source, in the order of docs/assumptions.md. */
export const assumptions: readonly Assumption[] = [
    ...signInAssumptions,
    ...graphAssumptions,
    ...exchangeAssumptions,
    ...elsewhereAssumptions,
    ...localTenantAssumptions,
];

import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../src/errors/userError";

/** Who has which name in which tenant, for each run of a program. */
const claims = new WeakMap<object, Map<string, string>>();

/**
 * Notes that an application of that name belongs to a component of this program. The azuread provider would find out
 * too, but in the middle of the update that creates both, and only sometimes.
 * @throws UserError when another component has claimed the name in the same tenant.
 */
export function claimDisplayName(
    subject: string,
    tenantId: pulumi.Input<string>,
    displayName: pulumi.Input<string>,
): void {
    const program = pulumi.runtime.getStackResource();
    if (program === undefined || typeof tenantId !== "string" || typeof displayName !== "string") {
        return;
    }
    const names = claims.get(program) ?? new Map<string, string>();
    claims.set(program, names);
    const key = `${tenantId.toLowerCase()} ${displayName.toLowerCase()}`;
    const holder = names.get(key);
    if (holder !== undefined) {
        throw new UserError(
            `${subject}: displayName: is the name of ${holder} in the same tenant (got "${displayName}"). Give each login its own name.`,
        );
    }
    names.set(key, subject);
}

import { z } from "zod";
import { UserError } from "../errors/userError";
import type { Graph } from "./graph";

/**
 * Deactivates an application, or activates it again. No tenant issues tokens for a deactivated one, while disabling a
 * service principal stops sign-ins in one tenant. The azuread provider (6.9.1) does not know the property, and so leaves it
 * as it is. The deployer needs Application.ReadWrite.OwnedBy for an application that it owns
 * (learn.microsoft.com/entra/identity/enterprise-apps/deactivate-app-registration).
 * @throws UserError when Graph refuses, or does not answer
 */
export async function setDeactivated(graph: Graph, applicationObjectId: string, isDisabled: boolean): Promise<void> {
    await graph.change(`/applications/${applicationObjectId}`, { isDisabled });
}

const application = z.object({ isDisabled: z.boolean().nullish() });

/**
 * Whether an application is deactivated. Where Graph does not know of it, none is.
 * @throws UserError when Graph refuses, or does not answer
 */
export async function isDeactivated(graph: Graph, applicationObjectId: string): Promise<boolean> {
    try {
        const found = await graph.get(`/applications/${applicationObjectId}?$select=isDisabled`, application);
        return found?.isDisabled === true;
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 400) {
            return false;
        }
        throw error;
    }
}

import { z } from "zod";
import type { Graph } from "./graph";

const object = z.object({ id: z.string() });

/** Object id of an application's service principal in this tenant, or undefined when there is none. */
export async function servicePrincipalObjectId(graph: Graph, clientId: string): Promise<string | undefined> {
    return (await graph.list(`/servicePrincipals?$filter=appId eq '${clientId}'`, object))[0]?.id;
}

/** Object ids of an application's owners; none for an application that is gone. */
export async function ownersOf(graph: Graph, applicationObjectId: string): Promise<string[]> {
    return (await graph.list(`/applications/${applicationObjectId}/owners`, object)).map(({ id }) => id);
}

const created = z.object({ createdDateTime: z.string() });

/** When an application was made, or undefined when it is gone. */
export async function createdDateTimeOf(graph: Graph, applicationObjectId: string): Promise<string | undefined> {
    return (await graph.get(`/applications/${applicationObjectId}`, created))?.createdDateTime;
}

/**
 * Those of the object ids that name nothing in the tenant.
 * @throws UserError with status 403 when the deployer may not read one of them
 */
export async function missingObjects(graph: Graph, objectIds: readonly string[]): Promise<string[]> {
    const found = await Promise.all(objectIds.map((id) => graph.get(`/directoryObjects/${id}?$select=id`, object)));
    return objectIds.filter((_, index) => found[index] === undefined);
}

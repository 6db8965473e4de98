import { z } from "zod";
import type { Graph } from "./graph";
import { quoted } from "./logins";

/** An application, as far as its name matters. */
export interface NamedApplication {
    readonly id: string;
    readonly clientId: string;
    readonly tags: readonly string[];
}

const application = z.object({ id: z.string(), appId: z.string(), tags: z.array(z.string()) });
const object = z.object({ id: z.string() });

/** The applications with exactly that display name, in any case of letters, as Graph compares. */
export async function applicationsNamed(graph: Graph, displayName: string): Promise<NamedApplication[]> {
    const filter = encodeURIComponent(`displayName eq '${quoted(displayName)}'`);
    const found = await graph.list(`/applications?$filter=${filter}`, application);
    return found.map(({ id, appId, tags }) => ({ id, clientId: appId, tags }));
}

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

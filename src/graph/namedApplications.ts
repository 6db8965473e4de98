import { z } from "zod";
import type { Graph } from "./graph";
import { ownersOf } from "./lookUps";
import { quoted } from "./logins";

/** An application that has a name, and who could sign in as it. */
export interface NamedApplication {
    /** Object id. */
    readonly id: string;
    readonly clientId: string;
    readonly tags: readonly string[];
    /** Object ids. */
    readonly owners: readonly string[];
    readonly clientSecrets: number;
    readonly certificates: number;
    readonly federatedCredentials: number;
}

// learn.microsoft.com/graph/api/resources/application
const application = z.object({
    id: z.string(),
    appId: z.string(),
    tags: z.array(z.string()),
    passwordCredentials: z.array(z.unknown()).nullish(),
    keyCredentials: z.array(z.unknown()).nullish(),
});

/** The applications with exactly that display name, in any case of letters, as Graph compares. */
export async function applicationsNamed(graph: Graph, displayName: string): Promise<NamedApplication[]> {
    const filter = encodeURIComponent(`displayName eq '${quoted(displayName)}'`);
    const found = await graph.list(`/applications?$filter=${filter}`, application);
    return Promise.all(
        found.map(async ({ id, appId, tags, passwordCredentials, keyCredentials }) => ({
            ...{ id, clientId: appId, tags },
            owners: await ownersOf(graph, id),
            clientSecrets: passwordCredentials?.length ?? 0,
            certificates: keyCredentials?.length ?? 0,
            federatedCredentials: (await graph.list(`/applications/${id}/federatedIdentityCredentials`, z.unknown()))
                .length,
        })),
    );
}

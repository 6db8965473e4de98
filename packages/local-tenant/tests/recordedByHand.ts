import type { RecordedExchange } from "./recordings";
import type { RecordedReplay } from "./recordedReplay";
import { exchangeAdministrator, type Json } from "./support";

// The recordings' author changed their tenant by hand between commands, and left some commands out. What the recorded
// answers show of that is done here too, through Graph as well.

/** Removes the object that a recorded answer says is gone. */
export async function removeWhatIsGone(replay: RecordedReplay, exchange: RecordedExchange): Promise<void> {
    await replay.graph.send("DELETE", `/v1.0/${pathOf(replay, exchange)}`);
}

/**
 * Makes the object of the path, and whatever it belongs to, of which a recorded answer shows that it was there.
 * @returns whether something was missing
 */
export async function makeWhatIsMissing(replay: RecordedReplay, exchange: RecordedExchange): Promise<boolean> {
    let made = false;
    for (const [pattern, make] of makers) {
        const [path, id, ownId = id] = pattern.exec(pathOf(replay, exchange)) ?? [];
        if (path !== undefined && id !== undefined && ownId !== undefined) {
            const { value } = await replay.graph.do("GET", `/v1.0/${path.slice(0, path.lastIndexOf("/"))}`);
            if (!value.some((object) => object.id === ownId)) {
                replay.learn(ownId, await make(replay, id, ownId));
                made = true;
            }
        }
    }
    return made;
}

/** Below Graph's version, where beta has a path of its own as v1.0 has it. */
function pathOf(replay: RecordedReplay, { url }: RecordedExchange): string {
    const [path = ""] = replay.translate(url).split("?");
    return path.replace(/^\/(v1\.0|beta)\//, "").replace(/^administrativeUnits/, "directory/administrativeUnits");
}

/** @returns the id of what was made: of the second id in the path, if there is one */
type Maker = (replay: RecordedReplay, id: string, ownId: string) => Promise<string>;

const makers: readonly (readonly [path: RegExp, make: Maker])[] = [
    [/^applications\/([^/]+)/, async (replay) => (await application(replay)).id],
    [/^applications\/([^/]+)\/owners\/([^/]+)/, owner],
    [/^applications\/([^/]+)\/federatedIdentityCredentials\/([^/]+)/, federatedIdentityCredential],
    [/^servicePrincipals\/([^/]+)/, servicePrincipal],
    [/^roleManagement\/directory\/roleAssignments\/([^/]+)/, roleAssignment],
    [/^roleManagement\/directory\/roleDefinitions\/([^/]+)/, roleDefinition],
    [/^directory\/administrativeUnits\/([^/]+)/, administrativeUnit],
];

function application(replay: RecordedReplay): Promise<Json> {
    return replay.graph.do("POST", "/v1.0/applications", { displayName: "made by hand" });
}

async function owner(replay: RecordedReplay, applicationObjectId: string, id: string): Promise<string> {
    const reference = { "@odata.id": `${replay.tenant.url}/v1.0/directoryObjects/${id}` };
    await replay.graph.do("POST", `/v1.0/applications/${applicationObjectId}/owners/$ref`, reference);
    return id;
}

async function federatedIdentityCredential(replay: RecordedReplay, applicationObjectId: string): Promise<string> {
    const credentials = `/v1.0/applications/${applicationObjectId}/federatedIdentityCredentials`;
    const credential = await replay.graph.do("POST", credentials, {
        name: "made-by-hand",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/exo:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    });
    return credential.id;
}

async function servicePrincipal(replay: RecordedReplay): Promise<string> {
    const { appId } = await application(replay);
    return (await replay.graph.do("POST", "/v1.0/servicePrincipals", { appId })).id;
}

async function roleAssignment(replay: RecordedReplay): Promise<string> {
    const assignment = await replay.graph.do("POST", "/v1.0/roleManagement/directory/roleAssignments", {
        principalId: await servicePrincipal(replay),
        roleDefinitionId: exchangeAdministrator,
        directoryScopeId: "/",
    });
    return assignment.id;
}

async function roleDefinition(replay: RecordedReplay): Promise<string> {
    const definition = await replay.graph.do("POST", "/v1.0/roleManagement/directory/roleDefinitions", {
        displayName: "made by hand",
        isEnabled: true,
        rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/standard/read"] }],
    });
    return definition.id;
}

async function administrativeUnit(replay: RecordedReplay): Promise<string> {
    const body = { displayName: "made by hand" };
    return (await replay.graph.do("POST", "/v1.0/directory/administrativeUnits", body)).id;
}

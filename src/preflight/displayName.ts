import { failed, passed, skipped, type Outcome } from "../checks/check";
import type { Directory } from "../graph/directory";
import { applicationsNamed, type NamedApplication } from "../graph/namedApplications";
import { nameOf, tagPrefixOf, typeOf } from "../identities/names";
import type { ImportFile } from "../pulumi/changes";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";
import { importFile } from "../repair/importFile";

/** Whether names are free, and how the application that has one can be taken over. */
export interface DisplayNames {
    readonly outcome: Outcome;
    readonly takeOver?: ImportFile;
}

/** Whether the applications that are to be created can have their names. */
export async function checkDisplayNames(
    { graph, deployer }: Directory,
    steps: readonly PlannedStep[],
    state: readonly StateResource[],
): Promise<DisplayNames> {
    const planned = steps.filter(({ op, type }) => op === "create" && type === typeOf("Application"));
    if (planned.length === 0) {
        return { outcome: skipped("no application is to be created") };
    }
    for (const { urn, inputs } of planned) {
        const [displayName, login] = [String(inputs["displayName"]), nameOf(urn)];
        const [found] = await applicationsNamed(graph, displayName);
        if (found?.tags.includes(`${tagPrefixOf(urn)}${login}`) === true) {
            const evidence = `"${displayName}" exists with this stack's tag: client id ${found.clientId}; the state does not have it`;
            return { outcome: failed(evidence, "Run exo-unattended repair.") };
        }
        if (found !== undefined) {
            return taken(displayName, login, found, deployer.objectId, state);
        }
    }
    return { outcome: passed(`free: ${planned.map(({ inputs }) => `"${String(inputs["displayName"])}"`).join(", ")}`) };
}

/** Whoever can sign in as an application has its rights after it was taken over. */
function taken(
    displayName: string,
    login: string,
    found: NamedApplication,
    deployer: string,
    state: readonly StateResource[],
): DisplayNames {
    const { id, clientId, owners } = found;
    const evidence = `"${displayName}" exists: client id ${clientId}, object id ${id}`;
    const credentials = credentialsOf(found);
    const others = owners.filter((owner) => owner !== deployer);
    const ownedBy = others.length === 0 ? "" : `; its owners include ${others.join(", ")}`;
    if (credentials !== "") {
        return {
            outcome: failed(
                `${evidence}; it has ${credentials}${ownedBy}`,
                "Set another displayName. Whoever holds these credentials would sign in with this stack's rights: remove them before you take that application over.",
            ),
        };
    }
    const adoption = { kind: "Application", name: login, id: `/applications/${id}`, component: login } as const;
    return {
        outcome: failed(
            `${evidence}${ownedBy}`,
            "Set another displayName, or take that application over as shown below, if it is yours; the update then gives it the properties in the program.",
        ),
        takeOver: importFile([adoption], state),
    };
}

function credentialsOf({ clientSecrets, certificates, federatedCredentials }: NamedApplication): string {
    return [
        [clientSecrets, "client secrets"] as const,
        [certificates, "certificates"] as const,
        [federatedCredentials, "federated credentials"] as const,
    ]
        .filter(([count]) => count > 0)
        .map(([count, what]) => `${count} ${count === 1 ? what.slice(0, -1) : what}`)
        .join(", ");
}

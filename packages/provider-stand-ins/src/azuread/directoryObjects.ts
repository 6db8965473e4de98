import { type PropertyMap, type PropertyValue, strings, text } from "../protocol/values";
import { step } from "./diagnostics";
import { type GraphSession, isNotFound } from "./graph";
import { optional, output, type Schema } from "./schema";
import { inRequestOrder, inStateOrder } from "./sets";
import { waitUntil } from "./waiting";

/** What applications and service principals have in common. */

/** Tags by which Microsoft's portal knows how to show an enterprise application. */
export const featureTags: Schema = {
    customSingleSignOn: optional(),
    enterprise: optional(),
    gallery: optional(),
    hide: optional(),
};

export function featureTagsFrom(tags: readonly string[]): PropertyMap {
    return {
        customSingleSignOn: tags.includes("WindowsAzureActiveDirectoryCustomSingleSignOnApplication"),
        enterprise: tags.includes("WindowsAzureActiveDirectoryIntegratedApp"),
        gallery: tags.includes("WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1"),
        hide: tags.includes("HideApp"),
    };
}

export const appRoleFields: Schema = {
    allowedMemberTypes: output(),
    description: output(),
    displayName: output(),
    enabled: output(),
    id: output(),
    value: output(),
};

/** Graph's appRoles in the provider's words. */
export const appRolesFrom = (roles: readonly PropertyMap[]): PropertyMap[] =>
    roles.map((role) => ({
        allowedMemberTypes: strings(role.allowedMemberTypes),
        description: text(role.description),
        displayName: text(role.displayName),
        enabled: role.isEnabled === true,
        id: text(role.id),
        value: text(role.value),
    }));

/** Graph's oauth2PermissionScopes in the provider's words. */
export const permissionScopesFrom = (scopes: readonly PropertyMap[]): PropertyMap[] =>
    scopes.map((scope) => ({
        adminConsentDescription: text(scope.adminConsentDescription),
        adminConsentDisplayName: text(scope.adminConsentDisplayName),
        enabled: scope.isEnabled === true,
        id: text(scope.id),
        type: text(scope.type),
        userConsentDescription: text(scope.userConsentDescription),
        userConsentDisplayName: text(scope.userConsentDisplayName),
        value: text(scope.value),
    }));

/** Ids of app roles or permission scopes by their values. */
export const idsByValue = (roles: readonly PropertyMap[]): PropertyMap =>
    Object.fromEntries(
        roles.filter((role) => text(role.value) !== "").map((role) => [text(role.value), text(role.id)]),
    );

/** Graph tells an unset text from an empty one; the state does not. */
export const nullable = (value: PropertyValue | undefined): string | null => text(value) || null;

/** Graph takes so many owners with a new object. */
const ownersAtCreation = 20;

/** The owners of a new object: always the caller, who must stay the owner until the others are. */
export class NewOwners {
    private readonly others: readonly string[];

    constructor(
        private readonly session: GraphSession,
        private readonly wanted: readonly string[],
    ) {
        const ordered = strings(inRequestOrder({ type: "strings", given: "optional" }, [...wanted]));
        this.others = ordered.filter((owner) => owner !== session.graph.callerObjectId);
    }

    /** For the body of the creation. */
    get bind(): PropertyMap {
        const { graph } = this.session;
        const first = [graph.callerObjectId, ...this.others.slice(0, ownersAtCreation - 1)];
        return { "owners@odata.bind": first.map((owner) => graph.reference(owner)) };
    }

    /**
     * Adds those that the creation could not take, and removes the caller if nobody wants it as an owner.
     * @param what The object, as the provider's errors call it.
     */
    async complete(path: string, what: string): Promise<void> {
        const { callerObjectId } = this.session.graph;
        for (const owner of this.others.slice(ownersAtCreation - 1)) {
            await addOwner(this.session, path, what, owner);
        }
        if (!this.wanted.includes(callerObjectId)) {
            await step(`Could not remove initial owner from ${what}`, () =>
                this.session.delete(`${path}/owners/${callerObjectId}/$ref`),
            );
        }
    }
}

/**
 * Makes the owners of an existing object exactly these.
 * @param what The object, as the provider's errors call it.
 */
export async function replaceOwners(
    session: GraphSession,
    path: string,
    { named, what }: { readonly named: string; readonly what: string },
    wanted: readonly string[],
): Promise<void> {
    const existing = strings(await ownersOf(session, path, named));
    for (const owner of wanted.filter((owner) => !existing.includes(owner))) {
        await addOwner(session, path, what, owner);
    }
    for (const owner of existing.filter((owner) => !wanted.includes(owner))) {
        await step(`Could not remove owners from ${what}`, () => session.delete(`${path}/owners/${owner}/$ref`));
    }
}

/** The object's owners, in the order of the state. */
export async function ownersOf(session: GraphSession, path: string, named: string): Promise<PropertyValue[]> {
    const what = `Could not retrieve owners for ${named}`;
    const owners = await step(what, () => session.getAll(`${path}/owners`), "owners");
    return inStateOrder(owners.map((owner) => text(owner.id)));
}

const addOwner = (session: GraphSession, path: string, what: string, owner: string): Promise<PropertyMap> =>
    step(`Could not add owners to ${what}`, () =>
        session.post(`${path}/owners/$ref`, { "@odata.id": session.graph.reference(owner) }),
    );

/** A name that shows, until it is changed back, that the new object has reached the directory. */
export const temporaryName = (session: GraphSession): string => `TERRAFORM_UPDATE_${session.budget.world.uuid()}`;

/** Reads an object; undefined when there is none. */
export async function getIfExists(session: GraphSession, path: string): Promise<PropertyMap | undefined> {
    try {
        return await session.get(path);
    } catch (error) {
        if (isNotFound(error)) {
            return undefined;
        }
        throw error;
    }
}

/** Waits until every replica says that the object is gone: 20 seconds at least. */
export function waitForDeletion(session: GraphSession, path: string, what: string): Promise<void> {
    return step(`Waiting for deletion of ${what}`, () =>
        waitUntil(session.budget, {
            occurrences: 5,
            intervalSeconds: 5,
            reached: async () => (await getIfExists(session, path)) === undefined,
        }),
    );
}

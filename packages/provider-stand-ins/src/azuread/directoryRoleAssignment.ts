import { knownText, type PropertyMap, text } from "../protocol/values";
import { namedTwice, step } from "./diagnostics";
import { getIfExists } from "./directoryObjects";
import { uuid } from "./problems";
import type { Definition } from "./resource";
import { computed, required, type Schema } from "./schema";
import { waitUntil } from "./waiting";

const schema: Schema = {
    appScopeId: computed({ conflictsWith: "directoryScopeId", replaces: true }),
    directoryScopeId: computed({ conflictsWith: "appScopeId", replaces: true }),
    principalObjectId: required({ problem: uuid, replaces: true }),
    roleId: required({ problem: uuid, replaces: true }),
};

const prefix = "/roleManagement/directory/roleAssignments/";
const pathOf = (id: string): string => `/v1.0${id}`;
const named = (id: string): string =>
    `Role Management Directory Role Assignment (Unified Role Assignment: "${id.slice(prefix.length)}")`;

/** `azuread:index/directoryRoleAssignment:DirectoryRoleAssignment`: its id is its path in Graph. */
export const directoryRoleAssignment: Definition = {
    schema,
    minutes: { create: 5, read: 5, delete: 5 },

    async create(session, { appScopeId, directoryScopeId, principalObjectId, roleId }) {
        const appScope = knownText(appScopeId);
        const body: PropertyMap = {
            "@odata.type": "#microsoft.graph.unifiedRoleAssignment",
            ...(appScope === undefined
                ? { directoryScopeId: knownText(directoryScopeId) ?? "/" }
                : { appScopeId: appScope }),
            principalId: text(principalObjectId),
            roleDefinitionId: text(roleId),
        };
        const created = await step(
            `Assigning directory role "${text(roleId)}" to directory principal "${text(principalObjectId)}"`,
            () => namedTwice(() => session.post(`/v1.0${prefix.slice(0, -1)}`, body)),
        );
        const id = prefix + text(created.id);
        await step(`Waiting for ${named(id)}`, () =>
            waitUntil(session.budget, {
                occurrences: 3,
                intervalSeconds: 1,
                reached: async () => (await getIfExists(session, pathOf(id))) !== undefined,
            }),
        );
        return id;
    },

    async read(session, id) {
        if (!id.startsWith(prefix)) {
            return undefined;
        }
        const found = await step(`Retrieving ${named(id)}`, () => getIfExists(session, pathOf(id)), "id");
        return (
            found && {
                appScopeId: text(found.appScopeId),
                directoryScopeId: text(found.directoryScopeId),
                principalObjectId: text(found.principalId),
                roleId: text(found.roleDefinitionId),
            }
        );
    },

    delete: (session, id) => step(`Deleting ${named(id)}`, () => session.delete(pathOf(id))),
};

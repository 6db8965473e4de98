import { text } from "../protocol/values";
import { namedTwice, step } from "./diagnostics";
import { getIfExists } from "./directoryObjects";
import type { GraphError } from "./graph";
import { uuid } from "./problems";
import type { Definition } from "./resource";
import { output, required, type Schema } from "./schema";

const schema: Schema = {
    appRoleId: required({ problem: uuid, replaces: true }),
    principalDisplayName: output(),
    principalObjectId: required({ problem: uuid, replaces: true }),
    principalType: output(),
    resourceDisplayName: output(),
    resourceObjectId: required({ problem: uuid, replaces: true }),
};

const idPattern = /^\/servicePrincipals\/([^/]+)\/appRoleAssignedTo\/([^/]+)$/;
const pathOf = (id: string): string => `/v1.0${id}`;

function named(id: string): string {
    const [, resource = "", assignment = ""] = idPattern.exec(id) ?? [];
    return (
        "Service Principal Id App Role Assigned To " +
        `(Service Principal: "${resource}"\nApp Role Assignment: "${assignment}")`
    );
}

/** `azuread:index/appRoleAssignment:AppRoleAssignment`: this *is* the admin consent. Its id is its path in Graph. */
export const appRoleAssignment: Definition = {
    schema,
    minutes: { create: 5, read: 5, delete: 5 },

    async create(session, planned, exists) {
        const resource = text(planned.resourceObjectId);
        const path = `/v1.0/servicePrincipals/${resource}`;
        await step(
            `Could not retrieve service principal for resource (Object ID: "${resource}")`,
            () => session.get(path),
            "resource_object_id",
        );
        const body = {
            "@odata.type": "#microsoft.graph.appRoleAssignment",
            appRoleId: text(planned.appRoleId),
            principalId: text(planned.principalObjectId),
            resourceId: resource,
        };
        const created = await step("Could not create app role assignment", () =>
            session.post(`${path}/appRoleAssignedTo`, body, isPrincipalLagging),
        );
        const id = `/servicePrincipals/${resource}/appRoleAssignedTo/${text(created.id)}`;
        exists(id);
        return id;
    },

    async read(session, id) {
        if (!idPattern.test(id)) {
            return undefined;
        }
        const found = await step(`Retrieving ${named(id)}`, () => getIfExists(session, pathOf(id)), "id");
        return (
            found && {
                appRoleId: text(found.appRoleId),
                principalDisplayName: text(found.principalDisplayName),
                principalObjectId: text(found.principalId),
                principalType: text(found.principalType),
                resourceDisplayName: text(found.resourceDisplayName),
                resourceObjectId: text(found.resourceId),
            }
        );
    },

    delete: (session, id) => step(`Deleting ${named(id)}`, () => namedTwice(() => session.delete(pathOf(id))), "id"),
};

/** The new service principal may not be everywhere yet. */
const isPrincipalLagging = ({ status, message }: GraphError): boolean =>
    status === 404 || (status === 400 && message.includes("Not a valid reference update"));

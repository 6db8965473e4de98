import * as applications from "../applications";
import * as beta from "../beta";
import * as federated from "../federatedIdentityCredentials";
import * as passwords from "../passwords";
import { permissionsTo as to } from "../permissions";
import * as policies from "../policies";
import { graphRoutes } from "./table";

const one = "/v1.0/applications/{applicationObjectId}";
const federatedCredentials = `${one}/federatedIdentityCredentials`;
const federatedCredential = `${federatedCredentials}/{federatedCredential}`;

/** Application registrations and what belongs to them. */
export const applicationRoutes = graphRoutes([
    ["GET /v1.0/applications", to.listApplications, applications.list, "applications, filtered and in pages"],
    ["POST /v1.0/applications", to.createApplication, applications.create, "a new application"],
    [`GET ${one}`, to.readApplication, applications.get, "an application"],
    [`PATCH ${one}`, to.writeApplication, applications.update, "changes to an application and its certificates"],
    [`DELETE ${one}`, to.writeApplication, applications.remove, "an application into the recycle bin"],

    [`GET ${one}/owners`, to.readApplication, applications.owners, "the owners of an application"],
    [`POST ${one}/owners/$ref`, to.writeApplication, applications.addOwner, "a further owner"],
    [`DELETE ${one}/owners/{ownerObjectId}/$ref`, to.writeApplication, applications.removeOwner, "one owner less"],

    [`POST ${one}/addPassword`, to.writeApplication, passwords.add, "a new client secret, shown once"],
    [`POST ${one}/removePassword`, to.writeApplication, passwords.remove, "one client secret less"],

    [`GET ${federatedCredentials}`, to.readApplication, federated.list, "federated identity credentials"],
    [`POST ${federatedCredentials}`, to.writeApplication, federated.create, "a new federated identity credential"],
    [`GET ${federatedCredential}`, to.writeApplication, federated.get, "a federated identity credential"],
    [`PATCH ${federatedCredential}`, to.writeApplication, federated.update, "changes to one"],
    [`DELETE ${federatedCredential}`, to.writeApplication, federated.remove, "one less"],

    [`GET ${one}/appManagementPolicies`, to.readPolicies, policies.listOwn, "an application's own rules: none, ever"],

    [
        "GET /beta/applications/{applicationObjectId}",
        to.readApplication,
        beta.getApplication,
        "oauth2RequirePostResponse of an application",
        "recordings",
    ],
    [
        "PATCH /beta/applications/{applicationObjectId}",
        to.writeApplication,
        beta.updateApplication,
        "changes to oauth2RequirePostResponse",
        "recordings",
    ],
]);

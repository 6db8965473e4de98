import * as templates from "../applicationTemplates";
import * as applications from "../applications";
import * as federated from "../federatedIdentityCredentials";
import * as logo from "../logo";
import * as passwords from "../passwords";
import { permissionsTo as to } from "../permissions";
import * as policies from "../policies";
import { graphRoutes } from "./table";

const one = "/v1.0/applications/{applicationObjectId}";
const federatedCredentials = `${one}/federatedIdentityCredentials`;
const federatedCredential = `${federatedCredentials}/{federatedCredential}`;
const template = "/v1.0/applicationTemplates/{applicationTemplateId}";

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

    [`POST ${one}/addPassword`, to.writeApplication, passwords.addToApplication, "a new client secret, shown once"],
    [`POST ${one}/removePassword`, to.writeApplication, passwords.removeFromApplication, "one client secret less"],

    [`GET ${federatedCredentials}`, to.readApplication, federated.list, "federated identity credentials"],
    [`POST ${federatedCredentials}`, to.writeApplication, federated.create, "a new federated identity credential"],
    [`GET ${federatedCredential}`, to.readApplication, federated.get, "a federated identity credential"],
    [`PATCH ${federatedCredential}`, to.writeApplication, federated.update, "changes to one"],
    [`DELETE ${federatedCredential}`, to.writeApplication, federated.remove, "one less"],

    [`GET ${one}/logo`, to.readApplication, logo.get, "the logo of an application"],
    [`PUT ${one}/logo`, to.writeApplication, logo.set, "a new logo: GIF, JPEG or PNG"],
    [`DELETE ${one}/logo`, to.writeApplication, logo.remove, "no logo any more"],

    [`GET ${one}/appManagementPolicies`, to.readPolicies, policies.listOwn, "an application's own rules: none, ever"],

    [`GET ${one}/{property}`, to.readApplication, applications.getProperty, "one property of an application"],

    ["GET /v1.0/applicationTemplates", to.listTemplates, templates.list, "templates of the gallery: three of them"],
    [`GET ${template}`, to.listTemplates, templates.get, "a template of the gallery"],
    [
        `POST ${template}/instantiate`,
        to.createApplication,
        templates.instantiate,
        "an application and its service principal from a template",
    ],
]);

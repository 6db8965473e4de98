import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import type { Application, ServicePrincipal } from "../state";
import { wholeSeconds } from "../wholeSeconds";
import { describe as describeApplication } from "./applications";
import { applicationTemplates, type ApplicationTemplate } from "./applicationGallery";
import { defaultApplication } from "./applicationSchema";
import { notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply, type Entity } from "./query";
import { describe as describeServicePrincipal, publish } from "./servicePrincipals";
import { defaultServicePrincipal } from "./servicePrincipalSchema";

const set = "applicationTemplates";

/** `GET /applicationTemplates` */
export function list(call: GraphCall): Reply {
    return listReply(call, set, applicationTemplates.map(describe));
}

/** `GET /applicationTemplates/{applicationTemplateId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(namedTemplate(call)));
}

/** `POST /applicationTemplates/{applicationTemplateId}/instantiate`: an application and its service principal. */
export function instantiate(call: GraphCall): Reply {
    const template = namedTemplate(call);
    const { displayName } = readBody(call, z.strictObject({ displayName: z.string().min(1).max(256) }), "Application");
    const createdDateTime = wholeSeconds(call.now);
    const owners = [call.caller.servicePrincipalObjectId];
    const application: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        createdDateTime,
        applicationTemplateId: template.id,
        owners,
        properties: {
            ...defaultApplication,
            displayName,
            appRoles: template.appRoles.map((role) => ({ ...role, allowedMemberTypes: [...role.allowedMemberTypes] })),
            web: { ...defaultApplication.web, homePageUrl: template.homePageUrl },
        },
        keyCredentials: [],
        passwordCredentials: [],
        federatedIdentityCredentials: [],
        oauth2RequirePostResponse: false,
        logo: null,
    };
    const servicePrincipal: ServicePrincipal = {
        id: randomUUID(),
        appId: application.appId,
        createdDateTime,
        owners,
        properties: {
            ...defaultServicePrincipal,
            appRoleAssignmentRequired: true,
            tags: [...template.servicePrincipalTags],
        },
        keyCredentials: [],
        passwordCredentials: [],
        claimsMappingPolicies: [],
        published: publish(call.tenant, application),
    };
    call.tenant.applications.push(application);
    call.tenant.servicePrincipals.push(servicePrincipal);
    return {
        status: 201,
        body: {
            "@odata.context": `${call.serviceRoot}/$metadata#microsoft.graph.applicationServicePrincipal`,
            application: describeApplication(call, application),
            servicePrincipal: describeServicePrincipal(call, servicePrincipal),
        },
    };
}

function namedTemplate(call: GraphCall): ApplicationTemplate {
    const id = parameter(call, "applicationTemplateId");
    const template = applicationTemplates.find((candidate) => candidate.id === id.toLowerCase());
    if (!template) {
        throw notFound(id);
    }
    return template;
}

function describe(template: ApplicationTemplate): Entity {
    const { id, displayName, homePageUrl, logoUrl, categories, publisher, description } = template;
    const { supportedProvisioningTypes, supportedSingleSignOnModes } = template;
    return {
        id,
        categories,
        description,
        displayName,
        homePageUrl,
        logoUrl,
        publisher,
        supportedProvisioningTypes,
        supportedSingleSignOnModes,
    };
}

import { z } from "zod";
import type { Reply } from "../http";
import { notImplemented } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedApplication, namedServicePrincipal } from "./named";
import { entityReply } from "./query";

// Of Graph's beta, only the properties that v1.0 lacks and the azuread provider reads: the rest has other shapes.

/** `GET /beta/applications/{applicationObjectId}?$select=oauth2RequirePostResponse` */
export function getApplication(call: GraphCall): Reply {
    const { id, oauth2RequirePostResponse } = namedApplication(call);
    requireSelection(call, "oauth2RequirePostResponse");
    return entityReply(call, "applications", { id, oauth2RequirePostResponse });
}

/** `PATCH /beta/applications/{applicationObjectId}` */
export function updateApplication(call: GraphCall): Reply {
    const application = namedApplication(call);
    const body = readBody(call, z.looseObject({ oauth2RequirePostResponse: z.boolean().optional() }), "Application");
    const { oauth2RequirePostResponse, ...others } = body;
    if (oauth2RequirePostResponse === undefined || Object.keys(others).length > 0) {
        throw notImplemented("Graph's beta here, except for oauth2RequirePostResponse");
    }
    application.oauth2RequirePostResponse = oauth2RequirePostResponse;
    return { status: 204 };
}

/** `GET /beta/servicePrincipals/{servicePrincipalObjectId}?$select=samlMetadataUrl` */
export function getServicePrincipal(call: GraphCall): Reply {
    const { id } = namedServicePrincipal(call);
    requireSelection(call, "samlMetadataUrl");
    return entityReply(call, "servicePrincipals", { id, samlMetadataUrl: null });
}

function requireSelection(call: GraphCall, property: string): void {
    if (call.query.get("$select") !== property) {
        throw notImplemented(`Graph's beta here, except with $select=${property}`);
    }
}

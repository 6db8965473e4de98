import { z } from "zod";
import { flag, guid, keyCredentialEntry, longText, text, texts } from "./applicationSchema";

/** The properties of a service principal that clients set (learn.microsoft.com/graph/api/resources/serviceprincipal). */
const servicePrincipalProperties = z.strictObject({
    accountEnabled: flag,
    alternativeNames: texts,
    appRoleAssignmentRequired: z.boolean(),
    description: longText,
    loginUrl: text,
    notes: longText,
    notificationEmailAddresses: texts,
    preferredSingleSignOnMode: text,
    samlSingleSignOnSettings: z.strictObject({ relayState: text.optional() }).nullable(),
    tags: texts,
});

export type ServicePrincipalProperties = z.infer<typeof servicePrincipalProperties>;

/** The body of a request that changes a service principal. */
export const servicePrincipalPatch = servicePrincipalProperties.partial().extend({
    id: guid.optional(),
    keyCredentials: z.array(keyCredentialEntry).optional(),
    passwordCredentials: z.array(z.looseObject({ keyId: guid.nullish() })).optional(),
});

/** The body of a request that creates one. */
export const newServicePrincipal = servicePrincipalProperties
    .partial()
    .extend({ appId: z.string(), "owners@odata.bind": texts.optional() });

/** What Graph fills in. */
export const defaultServicePrincipal: ServicePrincipalProperties = {
    accountEnabled: true,
    alternativeNames: [],
    appRoleAssignmentRequired: false,
    description: null,
    loginUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    samlSingleSignOnSettings: null,
    tags: [],
};

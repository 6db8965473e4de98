import { z } from "zod";
import { flag, longText, text, texts } from "./applicationSchema";

const writebackConfiguration = z.strictObject({
    isEnabled: flag.optional(),
    onPremisesGroupType: text.optional(),
});

/** The properties of a group that clients set (learn.microsoft.com/graph/api/resources/group). */
const groupProperties = z.strictObject({
    classification: text,
    description: longText,
    displayName: z.string().min(1).max(256),
    groupTypes: z.array(z.enum(["Unified", "DynamicMembership"])),
    isAssignableToRole: flag,
    mailEnabled: z.boolean(),
    mailNickname: z.string().regex(/^[^@()\\[\]";:<>, ]{1,64}$/),
    membershipRule: text,
    membershipRuleProcessingState: z.enum(["On", "Paused"]).nullable(),
    preferredLanguage: text,
    resourceBehaviorOptions: texts,
    resourceProvisioningOptions: texts,
    securityEnabled: z.boolean(),
    theme: text,
    visibility: z.enum(["Private", "Public", "HiddenMembership"]).nullable(),
    writebackConfiguration: writebackConfiguration.nullable(),
});

export type GroupProperties = z.infer<typeof groupProperties>;

/** Graph adds no more in one request (learn.microsoft.com/graph/api/group-post-members). */
const bound = texts.max(20).optional();
const bindings = { "owners@odata.bind": bound, "members@odata.bind": bound };

/** The body of a request that changes a group. What says at its creation what it is, stays; those who are bound, join. */
export const groupPatch = groupProperties
    .omit({ isAssignableToRole: true, resourceBehaviorOptions: true })
    .partial()
    .extend(bindings);

/** The body of a request that creates one. */
export const newGroup = groupProperties
    .partial()
    .required({ displayName: true, mailEnabled: true, mailNickname: true, securityEnabled: true })
    .extend(bindings);

/** What Graph fills in. */
export const defaultGroup: Omit<GroupProperties, "displayName" | "mailEnabled" | "mailNickname" | "securityEnabled"> = {
    classification: null,
    description: null,
    groupTypes: [],
    isAssignableToRole: null,
    membershipRule: null,
    membershipRuleProcessingState: null,
    preferredLanguage: null,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    theme: null,
    visibility: null,
    writebackConfiguration: null,
};

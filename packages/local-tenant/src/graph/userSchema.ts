import { z } from "zod";
import { dateTime, flag, text, texts } from "./applicationSchema";

/** The properties of a user that clients set (learn.microsoft.com/graph/api/resources/user). */
const userProperties = z.strictObject({
    accountEnabled: flag,
    ageGroup: z.enum(["Minor", "NotAdult", "Adult"]).nullable(),
    businessPhones: texts,
    city: z.string().max(128).nullable(),
    companyName: z.string().max(64).nullable(),
    consentProvidedForMinor: z.enum(["Granted", "Denied", "NotRequired"]).nullable(),
    country: z.string().max(128).nullable(),
    department: z.string().max(64).nullable(),
    displayName: z.string().min(1).max(256),
    employeeHireDate: dateTime.nullable(),
    employeeId: z.string().max(16).nullable(),
    employeeOrgData: z.strictObject({ costCenter: text.optional(), division: text.optional() }).nullable(),
    employeeType: text,
    faxNumber: text,
    givenName: z.string().max(64).nullable(),
    jobTitle: z.string().max(128).nullable(),
    mail: text,
    mailNickname: z
        .string()
        .regex(/^[^@()\\[\]";:<>, ]{1,64}$/)
        .nullable(),
    mobilePhone: text,
    officeLocation: text,
    onPremisesImmutableId: text,
    otherMails: texts,
    passwordPolicies: text,
    postalCode: z.string().max(40).nullable(),
    preferredLanguage: text,
    showInAddressList: flag,
    state: z.string().max(128).nullable(),
    streetAddress: z.string().max(1024).nullable(),
    surname: z.string().max(64).nullable(),
    usageLocation: z
        .string()
        .regex(/^[A-Z]{2}$/i)
        .nullable(),
    /** learn.microsoft.com/entra/identity/authentication/concept-sspr-policy#username-policies */
    userPrincipalName: z
        .string()
        .max(113)
        .regex(/^[\w'.!#^~-]+@[\w.-]+$/),
    userType: z.enum(["Member", "Guest"]).nullable(),
});

export type UserProperties = z.infer<typeof userProperties>;

/** Checked, and then forgotten: nobody signs in here as a user. */
const passwordProfile = z.strictObject({
    password: z.string().nullish(),
    forceChangePasswordNextSignIn: z.boolean().nullish(),
    forceChangePasswordNextSignInWithMfa: z.boolean().nullish(),
});

/** The body of a request that changes a user. */
export const userPatch = userProperties.partial().extend({ passwordProfile: passwordProfile.nullish() });

/** The body of a request that creates one. */
export const newUser = userPatch.required({
    accountEnabled: true,
    displayName: true,
    mailNickname: true,
    userPrincipalName: true,
    passwordProfile: true,
});

/** What Graph fills in. */
export const noProperties: Omit<UserProperties, "displayName" | "userPrincipalName"> = {
    accountEnabled: true,
    ageGroup: null,
    businessPhones: [],
    city: null,
    companyName: null,
    consentProvidedForMinor: null,
    country: null,
    department: null,
    employeeHireDate: null,
    employeeId: null,
    employeeOrgData: null,
    employeeType: null,
    faxNumber: null,
    givenName: null,
    jobTitle: null,
    mail: null,
    mailNickname: null,
    mobilePhone: null,
    officeLocation: null,
    onPremisesImmutableId: null,
    otherMails: [],
    passwordPolicies: null,
    postalCode: null,
    preferredLanguage: null,
    showInAddressList: null,
    state: null,
    streetAddress: null,
    surname: null,
    usageLocation: null,
    userType: "Member",
};

/** What Graph shows of a user unless `$select` asks for more (learn.microsoft.com/graph/api/user-get). */
export const shownByDefault: readonly string[] = [
    ...["businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation"],
    ...["preferredLanguage", "surname", "userPrincipalName"],
];

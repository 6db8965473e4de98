import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Reply } from "../http";
import { admitPassword } from "./appManagementPolicy";
import { dateTime, guid, text } from "./applicationSchema";
import { badRequest, invalidValue } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedApplication } from "./named";
import { describePassword, passwordCredential } from "./passwordCredential";

const newPassword = z.strictObject({
    passwordCredential: z
        .strictObject({
            displayName: text.optional(),
            startDateTime: dateTime.nullish(),
            endDateTime: dateTime.nullish(),
        })
        .nullish(),
});

/** `POST /applications/{applicationObjectId}/addPassword`: the one time that Graph shows the secret. */
export function add(call: GraphCall): Reply {
    const application = namedApplication(call);
    const wanted = readBody(call, newPassword, "PasswordCredential").passwordCredential;
    const start = wanted?.startDateTime ? new Date(wanted.startDateTime) : call.now;
    const twoYearsLater = new Date(start);
    twoYearsLater.setUTCFullYear(start.getUTCFullYear() + 2);
    const secretText = randomBytes(30).toString("base64url");
    const end = wanted?.endDateTime ? new Date(wanted.endDateTime) : twoYearsLater;
    if (end <= start) {
        throw invalidValue("endDateTime", "PasswordCredential");
    }
    const credential = passwordCredential(secretText, wanted?.displayName ?? null, start, end);
    const { createdDateTime } = application;
    const holder = { restrictions: "applicationRestrictions", createdDateTime } as const;
    admitPassword(call.tenant.appManagementPolicy, holder, credential);
    application.passwordCredentials.push(credential);
    return {
        status: 200,
        body: {
            "@odata.context": `${call.serviceRoot}/$metadata#microsoft.graph.passwordCredential`,
            ...describePassword(credential),
            secretText,
        },
    };
}

/** `POST /applications/{applicationObjectId}/removePassword` */
export function remove(call: GraphCall): Reply {
    const application = namedApplication(call);
    const { keyId } = readBody(call, z.strictObject({ keyId: guid }), "PasswordCredential");
    const others = application.passwordCredentials.filter((credential) => credential.keyId !== keyId);
    if (others.length === application.passwordCredentials.length) {
        throw badRequest(`No password credential found with keyId '${keyId}'.`);
    }
    application.passwordCredentials = others;
    return { status: 204 };
}

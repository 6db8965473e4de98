import { z } from "zod";
import type { Reply } from "../http";
import type { PasswordCredential } from "../state";
import type { Holder } from "./appManagementPolicy";
import { guid, newPassword } from "./applicationSchema";
import { badRequest } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedApplication, namedServicePrincipal } from "./named";
import { describePassword, makePassword } from "./passwordCredential";

const addition = z.strictObject({ passwordCredential: newPassword.nullish() });

/** An application or service principal, which can have client secrets. */
interface PasswordHolder {
    readonly createdDateTime: string;
    passwordCredentials: PasswordCredential[];
}

/** `POST /applications/{applicationObjectId}/addPassword` */
export function addToApplication(call: GraphCall): Reply {
    return add(call, namedApplication(call), "applicationRestrictions");
}

/** `POST /servicePrincipals/{servicePrincipalObjectId}/addPassword` */
export function addToServicePrincipal(call: GraphCall): Reply {
    return add(call, namedServicePrincipal(call), "servicePrincipalRestrictions");
}

/** `POST /applications/{applicationObjectId}/removePassword` */
export function removeFromApplication(call: GraphCall): Reply {
    return remove(call, namedApplication(call));
}

/** `POST /servicePrincipals/{servicePrincipalObjectId}/removePassword` */
export function removeFromServicePrincipal(call: GraphCall): Reply {
    return remove(call, namedServicePrincipal(call));
}

/** The one time that Graph shows the secret. */
function add(call: GraphCall, holder: PasswordHolder, restrictions: Holder["restrictions"]): Reply {
    const { createdDateTime } = holder;
    const wanted = readBody(call, addition, "PasswordCredential").passwordCredential ?? null;
    const { credential, secretText } = makePassword(call, { restrictions, createdDateTime }, wanted);
    holder.passwordCredentials.push(credential);
    return {
        status: 200,
        body: {
            "@odata.context": `${call.serviceRoot}/$metadata#microsoft.graph.passwordCredential`,
            ...describePassword(credential, secretText),
        },
    };
}

function remove(call: GraphCall, holder: PasswordHolder): Reply {
    const { keyId } = readBody(call, z.strictObject({ keyId: guid }), "PasswordCredential");
    const others = holder.passwordCredentials.filter((credential) => credential.keyId !== keyId);
    if (others.length === holder.passwordCredentials.length) {
        throw badRequest(`No password credential found with keyId '${keyId}'.`);
    }
    holder.passwordCredentials = others;
    return { status: 204 };
}

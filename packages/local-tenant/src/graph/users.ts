import { randomUUID } from "node:crypto";
import { parameter, type Reply } from "../http";
import { omit } from "../omit";
import type { Tenant, User } from "../state";
import { wholeSeconds } from "../wholeSeconds";
import { alreadyTaken, badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { domainsOf } from "./organization";
import { entityReply, listReply, type Entity } from "./query";
import { discardUser } from "./recycleBin";
import { directoryObject, membershipsOf, readReference } from "./references";
import { newUser, noProperties, shownByDefault, userPatch, type UserProperties } from "./userSchema";

const set = "users";
const resource = "User";

/** `GET /users` */
export function list(call: GraphCall): Reply {
    return listReply(call, set, call.tenant.users.map(describe), defaults(call));
}

/** `POST /users`. The password is checked and forgotten. */
export function create(call: GraphCall): Reply {
    const { passwordProfile, ...properties } = readBody(call, newUser, resource);
    checkPassword(passwordProfile?.password ?? "", properties.passwordPolicies);
    checkName(call.tenant, properties.userPrincipalName);
    const user: User = {
        ...merge<UserProperties>({ ...noProperties, displayName: "", userPrincipalName: "" }, properties),
        id: randomUUID(),
        createdDateTime: wholeSeconds(call.now),
        managerId: null,
    };
    call.tenant.users.push(user);
    return entityReply(call, set, describe(user), 201, defaults(call));
}

/** `GET /users/{userId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(namedUser(call)), 200, defaults(call));
}

/** `PATCH /users/{userId}` */
export function update(call: GraphCall): Reply {
    const user = namedUser(call);
    const { passwordProfile, ...changes } = readBody(call, userPatch, resource);
    if (passwordProfile?.password) {
        checkPassword(passwordProfile.password, changes.passwordPolicies ?? user.passwordPolicies);
    }
    if (changes.userPrincipalName !== undefined) {
        checkName(call.tenant, changes.userPrincipalName, user);
    }
    Object.assign(user, merge<UserProperties>(user, changes));
    return { status: 204 };
}

/** `DELETE /users/{userId}`: into the recycle bin. */
export function remove(call: GraphCall): Reply {
    discardUser(call.tenant, namedUser(call), call.now);
    return { status: 204 };
}

/** `GET /users/{userId}/memberOf`: groups, administrative units and activated directory roles. */
export function memberOf(call: GraphCall): Reply {
    return listReply(call, "directoryObjects", membershipsOf(call.tenant, namedUser(call).id));
}

/** `GET /users/{userId}/manager` */
export function manager(call: GraphCall): Reply {
    const { managerId } = namedUser(call);
    const entity = managerId === null ? undefined : directoryObject(call.tenant, managerId);
    if (!entity) {
        throw notFound("manager");
    }
    return entityReply(call, "directoryObjects", entity);
}

/** `PUT /users/{userId}/manager/$ref` */
export function setManager(call: GraphCall): Reply {
    const managerId = readReference(call, "manager", ["user"]);
    const user = namedUser(call);
    if (managerId === user.id) {
        throw badRequest("A user cannot be the manager of itself.");
    }
    user.managerId = managerId;
    return { status: 204 };
}

/** `DELETE /users/{userId}/manager/$ref` */
export function removeManager(call: GraphCall): Reply {
    const user = namedUser(call);
    if (user.managerId === null) {
        throw notFound("manager");
    }
    user.managerId = null;
    return { status: 204 };
}

/** The user of the request's path, by object id or by user principal name. */
export function namedUser(call: GraphCall): User {
    const wanted = parameter(call, "userId");
    const name = wanted.toLowerCase();
    const user = call.tenant.users.find(
        ({ id, userPrincipalName }) => id === name || userPrincipalName.toLowerCase() === name,
    );
    if (!user) {
        throw notFound(wanted);
    }
    return user;
}

/** A user with all properties; what of them is shown without `$select`, says `shownByDefault`. */
export function describe(user: User): Entity {
    return {
        ...omit(user, "managerId"),
        aboutMe: null,
        assignedLicenses: [],
        creationType: null,
        deletedDateTime: null,
        externalUserState: null,
        imAddresses: user.mail === null ? [] : [user.mail],
        onPremisesDistinguishedName: null,
        onPremisesDomainName: null,
        onPremisesSamAccountName: null,
        onPremisesSecurityIdentifier: null,
        onPremisesSyncEnabled: null,
        onPremisesUserPrincipalName: null,
        passwordProfile: null,
        proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    };
}

/** In beta, Graph shows all properties without being asked. */
function defaults(call: GraphCall): readonly string[] | undefined {
    return call.isBeta ? undefined : shownByDefault;
}

/** Refuses a user principal name of a foreign domain, and one that another user has. */
export function checkName(tenant: Tenant, userPrincipalName: string, self?: User): void {
    const domain = userPrincipalName.split("@")[1]?.toLowerCase();
    if (!domainsOf(tenant).some(({ name }) => name === domain)) {
        throw badRequest(
            "The domain portion of the userPrincipalName property is invalid. " +
                "You must use one of the verified domain names in your organization.",
        );
    }
    const others = tenant.users.filter((user) => user !== self);
    if (others.some((user) => user.userPrincipalName.toLowerCase() === userPrincipalName.toLowerCase())) {
        throw alreadyTaken("userPrincipalName");
    }
}

/** learn.microsoft.com/entra/identity/authentication/concept-password-ban-bad-combined-policy, without banned words. */
function checkPassword(password: string, policies: string | null | undefined): void {
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
    const isWeakAllowed = /DisableStrongPassword/i.test(policies ?? "");
    if (password.length < 8 || password.length > 256 || (kinds < 3 && !isWeakAllowed)) {
        throw badRequest(
            "The specified password does not comply with password complexity requirements. Please provide a different password.",
        );
    }
}

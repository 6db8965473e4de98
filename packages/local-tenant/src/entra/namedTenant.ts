import { isGuid } from "../guid";
import { parameter, type Call } from "../http";
import { findTenant, type Tenant } from "../state";
import { SignInError } from "./errors";

/** Names that stand for the tenant of whoever signs in; an application that signs in as itself has none. */
export const namesOfNoTenant = ["common", "organizations", "consumers"];

/**
 * The tenant of the request's path, named by its id or by one of its domains.
 * @throws SignInError
 */
export function namedTenant(call: Call): Tenant {
    const name = parameter(call, "tenant");
    const tenant = findTenant(call.state, name);
    if (tenant) {
        return tenant;
    }
    if (namesOfNoTenant.includes(name.toLowerCase())) {
        throw SignInError.notImplemented(`/${name}, only the addresses of one tenant`);
    }
    throw isGuid(name) || name.includes(".")
        ? SignInError.of("unknownTenant", name)
        : SignInError.of("malformedTenant", name);
}

import { leastPrivilegeSeed, type DeployerSeed, type Seed } from "microsoft-local-tenant";

/**
 * For shells and programs of the user's own, which may ask for anything. Commands that run in the sandbox sign in with
 * the least that the program needs instead.
 */
export const administrator: DeployerSeed = {
    displayName: "administrator",
    clientId: "aaaaaaaa-0000-0000-0000-000000000003",
    clientSecret: "sandbox-administrator-secret",
    permissions: "all",
};

/** What the sandbox's tenant begins with. */
export function sandboxSeed(): Seed {
    const [home, ...others] = leastPrivilegeSeed().tenants;
    if (!home) {
        throw new Error("the seed has no tenant");
    }
    return { tenants: [{ ...home, deployers: [...home.deployers, administrator] }, ...others] };
}

import type { Login } from "../../src/graph/logins";
import { foreignCredentials } from "../../src/renewal/foreignCredentials";

test("whatever signs in as the login and is not the stack's is named with its dates", () => {
    const dates = { startDateTime: "2026-01-01T00:00:00Z", endDateTime: "2028-01-01T00:00:00Z" };
    const login: Login = {
        ...{ id: "object", clientId: "client", displayName: "", description: "", signInAudience: "AzureADMyOrg" },
        ...{ tags: [], requestedPermissions: [], createdDateTime: dates.startDateTime, owners: [] },
        credentials: [
            { keyId: "own", thumbprint: "AA", ...dates },
            { keyId: "certificate", thumbprint: "BB", ...dates },
        ],
        secrets: [{ keyId: "secret", displayName: "", ...dates }],
        federatedCredentials: [{ id: "federated", name: "", issuer: "", subject: "" }],
        servicePrincipal: undefined,
    };
    expect(foreignCredentials(login, ["AA"])).toMatchObject([
        { keyId: "certificate", kind: "certificate", ...dates },
        { keyId: "secret", kind: "client secret", ...dates },
        { keyId: "federated", kind: "federated credential" },
    ]);
});

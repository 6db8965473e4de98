import { holds, notTried, type Assumption } from "../assumption";
import { errorOf } from "../lab";

/** What is assumed of Microsoft Graph. Everything happens on the login's own application, and is taken back. */
export const graphAssumptions: readonly Assumption[] = [
    {
        id: "federated-credential-unique",
        statement: "Two federated identity credentials of one application may not have the same issuer and subject.",
        statedIn: "packages/local-tenant/src/graph/federatedIdentityCredentials.ts",
        check: async (lab) => {
            const path = `/applications/${lab.login.connection.applicationObjectId}/federatedIdentityCredentials`;
            const credential = (name: string) => ({
                name,
                issuer: "https://exo-unattended.invalid",
                subject: "acceptance",
                audiences: ["api://AzureADTokenExchange"],
            });
            const first = await lab.change("POST", path, credential("acceptance-1"));
            const second = await lab.change("POST", path, credential("acceptance-2"));
            for (const { properties } of [first, second]) {
                const { id } = properties;
                if (typeof id === "string") {
                    await lab.change("DELETE", `${path}/${id}`);
                }
            }
            return holds(
                first.status === 201 && second.status >= 400,
                `first: ${first.status}; second: ${second.status} ${errorOf(second.text)}`,
            );
        },
    },
    {
        id: "certificate-lifetime-code",
        statement:
            "A certificate that lives longer than the tenant's policy allows is refused with CredentialInvalidLifetimeAsPerAppPolicy.",
        statedIn: "packages/local-tenant/src/graph/appManagementPolicy.ts",
        check: () =>
            Promise.resolve(notTried("it needs a policy for the whole tenant, which this suite does not change")),
    },
    {
        id: "deleted-grants-return",
        statement: "An application's grants come back with its service principal when that is restored.",
        statedIn: "packages/local-tenant/src/graph/recycleBin.ts",
        check: () => Promise.resolve(notTried("the login is needed until the end of the run")),
    },
];

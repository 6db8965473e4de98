import { confirmed, holds, notTried, type Assumption } from "../assumption";
import { errorOf } from "../lab";

/** What is assumed of Microsoft Graph. Everything happens on the login's own application, and is taken back. */
export const graphAssumptions: readonly Assumption[] = [
    {
        id: "federated-limit-wording",
        statement:
            "The 21st federated identity credential of an application is refused with a text that names the limit of 20.",
        statedIn: "packages/local-tenant/src/graph/federatedIdentityCredentials.ts",
        check: async (lab) => {
            const path = `/applications/${lab.login.connection.applicationObjectId}/federatedIdentityCredentials`;
            const made: string[] = [];
            try {
                for (let index = 1; index <= 21; index++) {
                    const answer = await lab.change("POST", path, {
                        name: `acceptance-${index}`,
                        issuer: "https://exo-unattended.invalid",
                        subject: `acceptance-${index}`,
                        audiences: ["api://AzureADTokenExchange"],
                    });
                    const { id } = answer.properties;
                    if (answer.status !== 201 || typeof id !== "string") {
                        return holds(
                            made.length === 20 && /\b20\b/.test(answer.text),
                            `refused after ${made.length}: ${answer.status} ${errorOf(answer.text)}`,
                        );
                    }
                    made.push(id);
                }
                return holds(false, "21 were accepted");
            } finally {
                for (const id of made) {
                    await lab.change("DELETE", `${path}/${id}`);
                }
            }
        },
    },
    {
        id: "role-activation",
        statement: "Assigning a directory role through roleManagement does not activate it in directoryRoles.",
        statedIn: "packages/local-tenant/src/graph/directoryRoles.ts",
        check: async (lab) => {
            const { text } = await lab.read("/directoryRoles?$select=roleTemplateId");
            const [role] = lab.login.connection.roles;
            return role !== undefined && text.includes(role)
                ? notTried("the role is active, by this assignment or since earlier")
                : confirmed("the assigned role is not among the active ones");
        },
    },
];

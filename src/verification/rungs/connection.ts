import { passed } from "../../checks/check";
import { refused, type Rung } from "../rung";

export const connection = {
    id: "connection",
    title: "Connection",
    purpose: "every property of the connection is there and well-formed",
    check(attempt) {
        if (attempt.problems.length > 0) {
            return refused({
                evidence: attempt.problems.join("; "),
                remedy: "Take the connection from the stack as it is: `pulumi stack output --json --show-secrets`.",
                mayPassWithTime: false,
            });
        }
        const { organization, tenantId, clientId } = attempt.connection;
        return passed(`${organization}, tenant ${tenantId}, client id ${clientId}`);
    },
} as const satisfies Rung;

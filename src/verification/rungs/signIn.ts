import { passed } from "../../checks/check";
import { refusedTo, type Rung } from "../rung";

export const signIn = {
    id: "sign-in",
    title: "Sign-in",
    purpose: "Microsoft Entra issues a token for the certificate",
    // A new certificate or application is known after seconds to some minutes (reported).
    patience: { first: 2_000, longest: 15_000 },
    async check(attempt) {
        const answer = await attempt.signIn();
        return "refusal" in answer
            ? refusedTo(attempt.connection, answer.refusal)
            : passed(`${new URL(attempt.endpoints.loginUrl).host} issued a token for ${attempt.exchangeResource}`);
    },
} as const satisfies Rung;

import type { Login } from "../../src/graph/logins";
import { compare } from "../../src/repair/compare";
import { comparisonChecks } from "../../src/repair/compareStack";
import { credentialOf, rsaKey } from "../verification/support";
import { comparedOf, components, login, stateOf } from "./support";

const secret = { keyId: "s", displayName: "backup", endDateTime: "2028-01-01T00:00:00Z" };
const federated = { id: "f", name: "ci", issuer: "https://issuer", subject: "repo:a/b" };
const mine = login("a");
const ofServicePrincipal = (changes: Partial<NonNullable<Login["servicePrincipal"]>>): Login => ({
    ...mine,
    servicePrincipal: mine.servicePrincipal && { ...mine.servicePrincipal, ...changes },
});

describe("what signs in as the stack's own login and is not the stack's", () => {
    test.each<[string, Login, string]>([
        ["a client secret", login("a", { secrets: [secret] }), "az ad app credential delete --id client-a --key-id s"],
        [
            "a federated credential",
            login("a", { federatedCredentials: [federated] }),
            "az ad app federated-credential delete --id client-a --federated-credential-id f",
        ],
        [
            "a client secret of the service principal",
            ofServicePrincipal({ secrets: [secret] }),
            "az ad sp credential delete --id sp-a --key-id s",
        ],
        [
            "a certificate of the service principal",
            ofServicePrincipal({ credentials: mine.credentials }),
            "az ad sp credential delete --id sp-a --key-id key-a --cert",
        ],
    ])("is reported, and a person decides: %s", (_, one, command) => {
        const found = compare(comparedOf(stateOf(mine), [one]));
        expect(found.map(({ result, action }) => [result, action])).toEqual([["warning", { kind: "person", command }]]);
        expect(comparisonChecks(found).map(({ result }) => result)).toEqual(["passed", "warning"]);
    });

    test("is reported when another certificate is behind a credential that the state knows", () => {
        const { certificatePem } = credentialOf(rsaKey());
        const state = [...components({ current: certificatePem }), ...stateOf(mine).slice(4)];
        const found = compare(comparedOf(state, [mine]));
        expect(found).toMatchObject([
            { result: "failed", evidence: expect.stringContaining("0".repeat(40)) as string },
        ]);
        expect(comparisonChecks(found)).toEqual(found);
    });
});

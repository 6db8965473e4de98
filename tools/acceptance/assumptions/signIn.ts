import { Cloud } from "../../../src/microsoft/clouds";
import { confirmed, holds, notTried, refuted, type Assumption } from "../assumption";
import { errorOf, type Said } from "../lab";

const isToken = ({ properties }: Said): boolean => typeof properties["access_token"] === "string";

/** What is assumed of Microsoft Entra's token endpoint. */
export const signInAssumptions: readonly Assumption[] = [
    {
        id: "clock-tolerance",
        statement:
            "Microsoft Entra accepts an assertion whose clock is up to five minutes ahead, and refuses a later one.",
        statedIn: "src/http/machineClock.ts",
        check: async (lab) => {
            const within = await lab.signIn({ clockAheadSeconds: 240 });
            const beyond = await lab.signIn({ clockAheadSeconds: 420 });
            return holds(
                isToken(within) && !isToken(beyond),
                `4 minutes ahead: ${isToken(within) ? "accepted" : errorOf(within.text)}; 7 minutes ahead: ${isToken(beyond) ? "accepted" : errorOf(beyond.text)}`,
            );
        },
    },
    {
        id: "token-issuer",
        statement:
            "Access tokens of version 1.0 are issued by sts.windows.net, in US government clouds too, and by sts.chinacloudapi.cn in China.",
        statedIn: "src/microsoft/clouds.ts",
        check: async (lab) => {
            if (lab.isLocal) {
                return notTried("a tenant on this machine has an issuer of its own");
            }
            const { properties, text } = await lab.signIn();
            const token = properties["access_token"];
            if (typeof token !== "string") {
                return notTried(`the sign-in was refused: ${errorOf(text)}`);
            }
            const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
                readonly iss?: string;
            };
            const expected = lab.login.connection.cloud === Cloud.China ? "sts.chinacloudapi.cn" : "sts.windows.net";
            return holds(claims.iss?.startsWith(`https://${expected}/`) === true, `issuer ${claims.iss ?? "absent"}`);
        },
    },
    {
        id: "compliance-scope",
        statement:
            "Security & Compliance PowerShell gives a token for its own host as scope: with Exchange Online's permission, in US government clouds with that of Exchange Online Protection.",
        statedIn: "src/verification/rungs/compliance.ts",
        check: async (lab) => {
            const scope = "https://ps.compliance.protection.outlook.com/.default";
            if (lab.login.connection.cloud !== Cloud.Global) {
                return notTried(
                    `this host belongs to the global cloud, and the tenant is in ${lab.login.connection.cloud}`,
                );
            }
            const answer = await lab.signIn({ scope });
            return isToken(answer) ? confirmed(`a token for ${scope}`) : refuted(errorOf(answer.text));
        },
    },
    {
        id: "foreign-key-code",
        statement: "An assertion that is signed with another key than the uploaded one ends in AADSTS700027.",
        statedIn: "src/microsoft/signInErrors.ts",
        check: async (lab) => {
            const answer = await lab.signIn({ withForeignKey: true });
            return holds(/AADSTS700027\b/.test(answer.text), errorOf(answer.text));
        },
    },
    {
        id: "unknown-client-code",
        statement: "A client id that the tenant does not know ends in AADSTS700016.",
        statedIn: "src/microsoft/signInErrors.ts",
        check: async (lab) => {
            const answer = await lab.signIn({ clientId: "00000000-0000-4000-8000-000000000000" });
            return holds(/AADSTS700016\b/.test(answer.text), errorOf(answer.text));
        },
    },
    {
        id: "unknown-resource-code",
        statement: "A scope that names an API which is absent from the tenant ends in AADSTS500011.",
        statedIn: "src/microsoft/signInErrors.ts",
        check: async (lab) => {
            const answer = await lab.signIn({ scope: "https://exo-unattended.invalid/.default" });
            return holds(/AADSTS500011\b/.test(answer.text), errorOf(answer.text));
        },
    },
];

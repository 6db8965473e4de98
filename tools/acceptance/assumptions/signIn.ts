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
        id: "signing-keys-origin",
        statement: "The tenant's metadata names signing keys on the sign-in host itself, in every cloud.",
        statedIn: "src/verification/entra/tokenSignature.ts",
        check: async (lab) => {
            const { origin, keys } = await lab.signingKeys();
            return holds(keys.startsWith(`${origin}/`), `the keys are on ${new URL(keys).host}`);
        },
    },
    {
        id: "token-nonce",
        statement:
            "A token with a nonce in its header is signed over that header with the nonce replaced by its SHA-256 hash.",
        statedIn: "src/verification/entra/tokenSignature.ts",
        check: async (lab) => {
            const { properties, text } = await lab.signIn();
            const token = properties["access_token"];
            if (typeof token !== "string") {
                return notTried(`the sign-in was refused: ${errorOf(text)}`);
            }
            const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as object;
            return notTried(
                "nonce" in header
                    ? "the token has a nonce; the rung Token of the story says whether its signature was verified"
                    : "the token has no nonce",
            );
        },
    },
    {
        id: "server-clock-spread",
        statement: "Microsoft Entra's servers differ by less than a minute among themselves.",
        statedIn: "src/verification/entra/tokenChecks.ts",
        check: async (lab) => {
            const ahead: number[] = [];
            for (let asked = 0; asked < 5; asked++) {
                ahead.push(await lab.clockDifferenceSeconds());
            }
            const spread = Math.max(...ahead) - Math.min(...ahead);
            return holds(spread < 60, `5 answers differ by ${spread} s`);
        },
    },
];

import { replay } from "./replay";
import { type ReplayServer, startReplayServer } from "./replayServer";
import { wantedDifferences } from "./differences";

/** Steps that were recorded with another sign-in than the deployer's own. */
const environments: Readonly<Record<string, NodeJS.ProcessEnv>> = {
    "token-bad-secret": { ARM_CLIENT_SECRET: "wrong" },
    "token-expired-secret": { ARM_CLIENT_SECRET: "expired" },
    "token-unknown-client": { ARM_CLIENT_ID: "cccccccc-0000-0000-0000-000000000001" },
    "token-unknown-tenant": { ARM_TENANT_ID: "22222222-2222-3333-4444-555555555555" },
    "metadata-unreachable": { ARM_METADATA_HOSTNAME: "unreachable.test" },
    "tls-untrusted": { SSL_CERT_FILE: "" },
    "no-credentials": { ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "", ARM_TENANT_ID: "" },
    "secret-without-tenant": { ARM_TENANT_ID: "" },
};

const scenarios = "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 18 19 20".split(" ");

describe("the stand-ins do what the published plugins did", () => {
    let server: ReplayServer;
    const summary: string[] = [];

    beforeAll(async () => {
        server = await startReplayServer();
    });
    afterAll(() => {
        server.close();
        console.log(`conforming calls:\n${summary.join("\n")}`);
    });

    test.each(scenarios)("scenario %s", async (number) => {
        const outcomes = await replay(number, server, environments);
        const deviating = outcomes.filter(({ differences }) => differences.length > 0);
        summary.push(`${number}: ${outcomes.length - deviating.length} of ${outcomes.length}`);

        const wanted = Object.keys(wantedDifferences).filter((name) => name.startsWith(number));
        expect(deviating.filter(({ name }) => !wanted.includes(name))).toEqual([]);
        expect(deviating.map(({ name }) => name).sort()).toEqual(wanted.sort());
    });
});

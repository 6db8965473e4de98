import {
    exchangeAdministrator,
    exchangeScope,
    TestCertificate,
    TestTenant,
    type Graph,
    type Json,
    type Login,
} from "../support";
import { clientAssertion } from "./clientAssertion";

/** A clock that stands still until it is moved. */
class TestClock {
    time = Date.now();
    readonly now = (): Date => new Date(this.time);
    advance(seconds: number): void {
        this.time += seconds * 1000;
    }
}

const certificate = new TestCertificate();
const hour = 3600;

/** A tenant that lets nothing through for a while and never fails by chance, as the profile has it. */
async function start(seed: number): Promise<{ tenant: TestTenant; graph: Graph; clock: TestClock }> {
    const clock = new TestClock();
    const tenant = await TestTenant.start({ now: clock.now, profile: { name: "realistic", seed, timeScale: 0.01 } });
    return { tenant, graph: await settled(() => tenant.graph()), clock };
}

/** Tries again as long as a mishap of the profile gets in the way. */
async function settled<Value>(attempt: () => Promise<Value>): Promise<Value> {
    for (let left = 20; ; left--) {
        try {
            return await attempt();
        } catch (error) {
            if (left === 0) {
                throw error;
            }
        }
    }
}

describe("a tenant with realistic delays", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let clock: TestClock;
    let login: Login;

    beforeAll(async () => {
        ({ tenant, graph, clock } = await start(3));
        // Graph's own checks of references are not what this is about: an hour between the steps.
        const application = await settled(() =>
            graph.do("POST", "/v1.0/applications", {
                displayName: "EXO",
                keyCredentials: [certificate.keyCredential()],
            }),
        );
        login = { applicationObjectId: application.id, clientId: application.appId, servicePrincipalObjectId: "" };
    });
    afterAll(() => tenant.stop());

    const signIn = async (): Promise<number | string> => {
        const { status, body } = await tenant.token({
            grant_type: "client_credentials",
            client_id: login.clientId,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await clientAssertion(certificate, login.clientId, tenant, clock.now()),
            scope: exchangeScope,
        });
        return status === 200 ? body.access_token : (body.error_codes[0] ?? 0);
    };
    const claims = (token: number | string): object =>
        JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString()) as object;
    const mailboxes = async (token: number | string): Promise<number> =>
        (
            await settled(async () => {
                const answer = await tenant.send("GET", `/adminapi/beta/${tenant.tenantId}/Mailbox`, undefined, {
                    authorization: `Bearer ${token}`,
                });
                if (answer.status === 429) {
                    throw new Error("throttled");
                }
                return answer;
            })
        ).status;

    it("knows an application, its service principal and its certificate at the token endpoint only later", async () => {
        expect(await signIn()).toBe(700016);
        clock.advance(hour / 100);
        expect(await signIn()).toBe(7000229);
        const servicePrincipal = await settled(() =>
            graph.do("POST", "/v1.0/servicePrincipals", { appId: login.clientId }),
        );
        login = { ...login, servicePrincipalObjectId: servicePrincipal.id };
        expect(await signIn()).toBe(7000229);
        clock.advance(hour / 100);
        const token = await signIn();
        expect(claims(token)).not.toHaveProperty("roles");

        const second = new TestCertificate({ until: 300 });
        await settled(() =>
            graph.do("PATCH", `/v1.0/applications/${login.applicationObjectId}`, {
                keyCredentials: [certificate.keyCredential(), second.keyCredential()],
            }),
        );
        const withSecond = async (): Promise<unknown> =>
            (
                await tenant.token({
                    grant_type: "client_credentials",
                    client_id: login.clientId,
                    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    client_assertion: await clientAssertion(second, login.clientId, tenant, clock.now()),
                    scope: exchangeScope,
                })
            ).body.error_codes;
        expect(await withSecond()).toEqual([700027]);
        clock.advance(hour / 100);
        expect(await withSecond()).toBeUndefined();
    });

    it("puts consent and role into tokens later, and lets Exchange honour the role later still", async () => {
        await settled(() => graph.consent(login));
        await settled(() => graph.assignRole(login));
        const early = await signIn();
        expect(claims(early)).not.toHaveProperty("roles");
        expect(claims(early)).not.toHaveProperty("wids");
        expect(await mailboxes(early)).toBe(401);

        // Tokens have both after 1.8 s of scaled time; Exchange needs 1.2 s to 3 s for the role.
        clock.advance(1.8);
        let refused = 0;
        const token = await signIn();
        expect(claims(token)).toMatchObject({ roles: ["Exchange.ManageAsApp"], wids: [exchangeAdministrator] });
        for (let attempt = 0; attempt < 20; attempt++) {
            refused += (await mailboxes(token)) === 403 ? 1 : 0;
        }
        expect(refused).toBeGreaterThan(0);
        clock.advance(1.3);
        expect(await mailboxes(token)).toBe(200);
    });
});

describe("trouble with the same seed and the same requests", () => {
    async function statuses(seed: number): Promise<number[]> {
        const clock = new TestClock();
        const tenant = await TestTenant.start({
            now: clock.now,
            profile: { name: "hostile", seed, timeScale: 0.001 },
        });
        const graph = await settled(() => tenant.graph());
        const seen: number[] = [];
        for (let attempt = 0; attempt < 12; attempt++) {
            const made = await graph
                .send("POST", "/v1.0/applications", { displayName: String(attempt) })
                .catch(() => ({ status: 0, body: { id: "" } }));
            seen.push(made.status);
            for (let read = 0; read < 4 && made.status === 201; read++) {
                const target = `/v1.0/applications/${made.body.id}`;
                seen.push((await graph.send("GET", target).catch(() => ({ status: 0 }))).status);
                clock.advance(0.005);
            }
        }
        await tenant.stop();
        return seen;
    }

    it("repeats", async () => {
        const first = await statuses(7);
        expect(await statuses(7)).toEqual(first);
        expect(await statuses(8)).not.toEqual(first);
        expect(new Set(first).size).toBeGreaterThan(2);
    });
});

describe("Graph with realistic delays", () => {
    it("hides a new object at first, or refuses what refers to it, and knows it in the end", async () => {
        const { tenant, graph, clock } = await start(5);
        const refused = new Set<string>();
        for (let attempt = 0; attempt < 40; attempt++) {
            const { id, appId } = await settled(() =>
                graph.do("POST", "/v1.0/applications", { displayName: String(attempt) }),
            );
            const read = await graph.send("GET", `/v1.0/applications/${id}`);
            const made = await graph.send("POST", "/v1.0/servicePrincipals", { appId });
            for (const { status, body } of [read, made].filter((answer) => answer.status < 429)) {
                const message = (body as Partial<Json>).error?.message ?? "";
                refused.add(`${status} ${message.replace(id, "<id>").replace(appId, "<appId>")}`);
            }
            clock.advance(1);
            const name = await settled(async () => (await graph.do("GET", `/v1.0/applications/${id}`)).displayName);
            expect(name).toBe(String(attempt));
        }
        expect([...refused].sort()).toEqual([
            "200 ",
            "201 ",
            "400 The appId '<appId>' of the service principal does not reference a valid application object.",
            "404 Resource '<id>' does not exist or one of its queried reference-property objects are not present.",
        ]);
        await tenant.stop();
    });
});

import { ClientCertificateCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials";
import { exchangeScope, seedWith, TestCertificate, TestTenant } from "../support";

describe("a client's own retry policy", () => {
    let tenant: TestTenant;
    /** What the tenant takes for the present, relative to the real time. */
    let clockOffset = 0;

    beforeAll(async () => {
        tenant = await TestTenant.start({
            seed: seedWith({}, { exchangeRequestsPerMinute: 1 }),
            now: () => new Date(Date.now() + clockOffset),
        });
    });
    afterEach(() => {
        jest.restoreAllMocks();
    });
    afterAll(() => tenant.stop());

    it("waits as long as a 429 of Exchange Online says, and gets its answer then", async () => {
        const graph = await tenant.graph();
        const certificate = new TestCertificate();
        const login = await graph.login(certificate);
        await graph.consent(login);
        await graph.assignRole(login);
        const credential = new ClientCertificateCredential(
            tenant.tenantId,
            login.clientId,
            { certificate: `${certificate.pem}\n${certificate.privateKeyPem}` },
            { authorityHost: tenant.url, disableInstanceDiscovery: true },
        );
        const client = Client.initWithMiddleware({
            authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [exchangeScope] }),
            baseUrl: tenant.url,
            defaultVersion: "adminapi",
            customHosts: new Set([new URL(tenant.url).hostname]),
        });
        const rows = async (): Promise<number> => {
            const { value } = (await client.api(`/beta/${tenant.tenantId}/Mailbox`).get()) as { value: unknown[] };
            return value.length;
        };

        expect(await rows()).toBe(7);
        // The tenant's time passes while the client waits; ours does not.
        const waits: number[] = [];
        const soon = setTimeout;
        jest.spyOn(globalThis, "setTimeout").mockImplementation(((work: () => void, ms: number) => {
            waits.push(ms);
            clockOffset += ms;
            return soon(work, 0);
        }) as typeof setTimeout);
        clockOffset = 20_000;
        expect(await rows()).toBe(7);
        expect(waits).toEqual([expect.any(Number)]);
        expect(waits[0]).toBeGreaterThan(30_000);
        expect(waits[0]).toBeLessThanOrEqual(40_000);
    });
});

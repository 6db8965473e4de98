import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningTenant } from "microsoft-local-tenant";
import type { Connection } from "../../src/connection/connection";
import { localEndpoints, type Endpoints } from "../../src/http/endpoints";
import { verify, type Verification } from "../../src/verification/verify";
import { LocalLogin, startTrustedTenant } from "./localLogin";
import { credentialOf, fakeClock, rsaKey } from "./support";

const credential = credentialOf(rsaKey());
const unknownClient = "99999999-9999-4999-8999-999999999999";
let folder: string;
let tenant: RunningTenant;
let endpoints: Endpoints | undefined;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-consent-"));
    tenant = await startTrustedTenant(folder);
    endpoints = await localEndpoints({
        ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
        EXO_UNATTENDED_EXCHANGE_URL: tenant.url,
    });
});
afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

function verifyNow(connection: Connection, during?: () => Promise<void>): Promise<Verification> {
    return verify(connection, credential, { endpoints, clock: fakeClock(during), timeoutMs: 60_000 });
}

describe("a login that waits for an administrator's consent", () => {
    it("ends at once while nobody has consented, because no time cures it", async () => {
        const { connection } = await LocalLogin.register(tenant, credential);
        const pending = {
            ...connection,
            clientId: unknownClient,
            servicePrincipalObjectId: "",
            awaitsAdminConsent: true,
        };
        const { verdict, attempts, checks } = await verifyNow(pending);
        expect({ verdict, attempts }).toEqual({ verdict: "consent-pending", attempts: 1 });
        expect(checks.find(({ id }) => id === "sign-in")?.remedy).toContain(
            `https://login.microsoftonline.com/${pending.tenantId}/adminconsent?client_id=${unknownClient}`,
        );
        // Without the setting the same answer is one that propagation may cure.
        const { verdict: ofOwn } = await verifyNow({ ...connection, clientId: unknownClient });
        expect(ofOwn).toBe("not-proved-in-time");
    });

    it("waits for a consent that is on its way, and says so when it does not come", async () => {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.assignRole();
        const connection = { ...login.connection, awaitsAdminConsent: true };
        const without = await verifyNow(connection);
        expect(without.verdict).toBe("consent-pending");
        expect(without.attempts).toBeGreaterThan(1);
        expect(without.checks.find(({ id }) => id === "permission")?.evidence).toMatch(/^admin consent is pending: /);

        let consents = 0;
        const after = await verifyNow(connection, async () => {
            if (consents++ === 0) {
                await login.grantConsent();
            }
        });
        expect(after.verdict).toBe("proved");
    });

    it("works as soon as consent and role are there, whether the stack knows of it or not", async () => {
        const login = await LocalLogin.complete(tenant, credential);
        const pending = { ...login.connection, servicePrincipalObjectId: "", awaitsAdminConsent: true };
        expect((await verifyNow(pending)).verdict).toBe("proved");
    });
});

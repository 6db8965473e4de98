import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import forge from "node-forge";
import { exportJWK, SignJWT } from "jose";
import { deployerSettings, type DeployerSettings } from "../../src/graph/deployerSettings";
import { openDirectory } from "../../src/graph/directory";
import { seedWith, TestCertificate, TestTenant, type Login } from "../../packages/local-tenant/tests/support";

const issuer = "https://token.actions.githubusercontent.com";
const subject = "repo:contoso/exo:ref:refs/heads/main";
const audience = "api://AzureADTokenExchange";
const outsideKey = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = new TestCertificate();

let tenant: TestTenant;
let login: Login;
let folder: string;
let metadataHost: string;
let githubToken: string;

beforeAll(async () => {
    const jwks = { keys: [{ ...(await exportJWK(outsideKey.publicKey)), kid: "outside" }] };
    const deployer = { federatedIdentityCredentials: [{ name: "main", issuer, subject, audiences: [audience] }] };
    tenant = await TestTenant.start({
        administration: true,
        seed: { ...seedWith(deployer), issuers: [{ issuer, jwks }] },
    });
    login = await (await tenant.graph()).login(certificate);
    folder = tenant.directory;
    metadataHost = `localhost:${tenant.running.port}`;
    githubToken = await new SignJWT({ iss: issuer, sub: subject, aud: audience })
        .setProtectedHeader({ alg: "RS256", kid: "outside" })
        .setExpirationTime("5m")
        .sign(outsideKey.privateKey);
});
afterAll(() => tenant.stop());

const settings = (changes: Partial<DeployerSettings>): DeployerSettings => ({
    ...deployerSettings({}, {}),
    tenantId: tenant.tenantId,
    clientId: tenant.running.tenants[0]?.deployers[0]?.clientId,
    metadataHost,
    ...changes,
});

/** A `.pfx` file of the certificate, with that password. */
function pfx(password: string): string {
    const store = forge.pkcs12.toPkcs12Asn1(
        forge.pki.privateKeyFromPem(certificate.privateKeyPem),
        [forge.pki.certificateFromPem(certificate.pem)],
        password,
        { algorithm: "aes256" },
    );
    const file = path.join(folder, "deployer.pfx");
    writeFileSync(file, Buffer.from(forge.asn1.toDer(store).getBytes(), "binary"));
    return file;
}

describe("the deployer signs in", () => {
    test("with a client secret, and is known by its token", async () => {
        const { clientId = "", clientSecret } = tenant.running.tenants[0]?.deployers[0] ?? {};
        const { deployer } = await openDirectory(settings({ clientSecret }));
        expect(deployer).toMatchObject({ kind: "application", name: clientId, tenantId: tenant.tenantId });
        expect(deployer.permissions).toContain("Application.ReadWrite.OwnedBy");
    });

    test("with a certificate in a .pfx file, which comes before a secret", async () => {
        const clientCertificatePath = pfx("hunter2");
        const given = { clientId: login.clientId, clientCertificatePath, clientSecret: "wrong" };
        const { deployer } = await openDirectory(settings({ ...given, clientCertificatePassword: "hunter2" }));
        expect(deployer.name).toBe(login.clientId);
        await expect(openDirectory(settings({ ...given, clientCertificatePassword: "other" }))).rejects.toThrow(
            /deployer\.pfx cannot be read: the passphrase does not open it/,
        );
    });

    test("with a federated token, given or asked for as on GitHub Actions", async () => {
        await openDirectory(settings({ useOidc: true, oidcToken: githubToken }));
        // GitHub's own endpoint, played by the tenant.
        const fault = { method: "GET", path: "/v1.0/domains", times: 1, status: 200, body: { value: githubToken } };
        await fetch(`${tenant.url}/-/admin/faults`, { method: "POST", body: JSON.stringify(fault) });
        const oidcRequestUrl = `${tenant.url}/v1.0/domains?version=1`;
        const { deployer } = await openDirectory(settings({ useOidc: true, oidcRequestUrl, oidcRequestToken: "r" }));
        expect(deployer.name).toBe(tenant.running.tenants[0]?.deployers[0]?.clientId);
    });

    test.each<[string, Partial<DeployerSettings>, RegExp]>([
        [
            "a wrong secret",
            { clientSecret: "wrong" },
            /cannot sign in: AADSTS7000215: Invalid client secret.*\. Sign in as/,
        ],
        [
            "no client id",
            { clientSecret: "x", clientId: undefined },
            /^ARM_CLIENT_ID is not set\. Sign in as the deployer/,
        ],
        ["no federated token", { useOidc: true }, /there is no federated token\. .*id-token: write/],
        [
            "a certificate that is not there",
            { clientCertificatePath: "/nowhere.pfx" },
            /nowhere.pfx cannot be read: ENOENT/,
        ],
    ])("not with %s, and is told why in one line", async (_, changes, message) => {
        const failure = await openDirectory(settings(changes)).catch((error: unknown) => error as Error);
        expect(failure).toMatchObject({ name: "UserError", message: expect.stringMatching(message) as string });
        expect((failure as Error).message).not.toContain("\n");
    });
});

import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import forge from "node-forge";
import { exportJWK, SignJWT } from "jose";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { openDirectory, type Directory } from "../../src/graph/directory";
import { seedWith, TestCertificate, TestTenant, type Login } from "../../packages/local-tenant/tests/support";

const issuer = "https://token.actions.githubusercontent.com";
const subject = "repo:contoso/exo:ref:refs/heads/main";
const audience = "api://AzureADTokenExchange";
const outsideKey = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = new TestCertificate();
const path0 = process.env["PATH"];

let tenant: TestTenant;
let login: Login;
let folder: string;
let deployer: { readonly clientId: string; readonly clientSecret: string };
let base: Record<string, string>;

const federatedToken = (claims: Record<string, string> = {}): Promise<string> =>
    new SignJWT({ iss: issuer, sub: subject, aud: audience, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "outside" })
        .setExpirationTime("5m")
        .sign(outsideKey.privateKey);

beforeAll(async () => {
    const jwks = { keys: [{ ...(await exportJWK(outsideKey.publicKey)), kid: "outside" }] };
    const federated = { federatedIdentityCredentials: [{ name: "main", issuer, subject, audiences: [audience] }] };
    tenant = await TestTenant.start({
        administration: true,
        seed: { ...seedWith(federated), issuers: [{ issuer, jwks }] },
    });
    login = await (await tenant.graph()).login(certificate);
    folder = tenant.directory;
    const [seeded] = tenant.running.tenants[0]?.deployers ?? [];
    deployer = { clientId: seeded?.clientId ?? "", clientSecret: seeded?.clientSecret ?? "" };
    base = {
        ARM_METADATA_HOSTNAME: `localhost:${tenant.running.port}`,
        ARM_TENANT_ID: tenant.tenantId,
        ARM_CLIENT_ID: deployer.clientId,
    };
    // Never the Azure CLI of this machine.
    process.env["PATH"] = path.join(folder, "bin");
});
afterAll(async () => {
    process.env["PATH"] = path0;
    await tenant.stop();
});

const open = (environment: Record<string, string>): Promise<Directory> =>
    openDirectory(deployerSettings({}, { ...base, ...environment }));

/** Paths of the tenant that play the part of another service. */
const standsIn = { GET: "/v1.0/domains", POST: "/v1.0/applications" } as const;

/** What the tenant answers next there, in the place of another service. */
const answerNext = (method: "GET" | "POST", body: object, status = 200): Promise<unknown> =>
    fetch(`${tenant.url}/-/admin/faults`, {
        method: "POST",
        body: JSON.stringify({ method, path: standsIn[method], times: 1, status, body }),
    });

/** The deployer's token, as other services hand it out. */
async function deployerToken(): Promise<string> {
    const { body } = await tenant.token({
        grant_type: "client_credentials",
        client_id: deployer.clientId,
        client_secret: deployer.clientSecret,
        scope: `${tenant.url}/.default`,
    });
    return body.access_token;
}

/** The certificate and its key in a PFX with that password. */
function pfx(password: string): Buffer {
    const store = forge.pkcs12.toPkcs12Asn1(
        forge.pki.privateKeyFromPem(certificate.privateKeyPem),
        [forge.pki.certificateFromPem(certificate.pem)],
        password,
        { algorithm: "aes256" },
    );
    return Buffer.from(forge.asn1.toDer(store).getBytes(), "binary");
}

function pfxFile(password: string): string {
    const file = path.join(folder, "deployer.pfx");
    writeFileSync(file, pfx(password));
    return file;
}

describe("the deployer signs in", () => {
    test("with a client secret, and is known by its token", async () => {
        const { deployer: found, signIn } = await open({ ARM_CLIENT_SECRET: deployer.clientSecret });
        expect(found).toMatchObject({ kind: "application", name: deployer.clientId, tenantId: tenant.tenantId });
        expect(found.permissions).toContain("Application.ReadWrite.OwnedBy");
        expect(signIn).toMatchObject({ way: { kind: "client secret" }, unused: [] });
    });

    test("with a certificate in a .pfx file, which comes before a secret", async () => {
        const given = {
            ARM_CLIENT_ID: login.clientId,
            ARM_CLIENT_CERTIFICATE_PATH: pfxFile("hunter2"),
            ARM_CLIENT_SECRET: "x",
        };
        expect((await open({ ...given, ARM_CLIENT_CERTIFICATE_PASSWORD: "hunter2" })).deployer.name).toBe(
            login.clientId,
        );
        await expect(open({ ...given, ARM_CLIENT_CERTIFICATE_PASSWORD: "other" })).rejects.toThrow(
            /deployer\.pfx cannot be read: the passphrase does not open it/,
        );
    });

    test("with a certificate in a variable, broken into lines or not", async () => {
        const text = pfx("hunter2").toString("base64");
        for (const ARM_CLIENT_CERTIFICATE of [text, `${text.replace(/.{64}/g, "$&\n")}\n`]) {
            const given = { ARM_CLIENT_CERTIFICATE, ARM_CLIENT_CERTIFICATE_PASSWORD: "hunter2" };
            const { deployer: found } = await open({ ...given, ARM_CLIENT_ID: login.clientId });
            expect(found.name).toBe(login.clientId);
        }
    });

    test("with a federated token, given or asked for as on GitHub Actions", async () => {
        const token = await federatedToken();
        await open({ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: token });
        await answerNext("GET", { value: token });
        const { deployer: found, signIn } = await open({
            ARM_USE_OIDC: "true",
            ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.url}${standsIn.GET}?version=1`,
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: "r",
        });
        expect(found.name).toBe(deployer.clientId);
        expect(signIn.way.kind).toBe("GitHub Actions token");
    });

    test("with the token of an Azure DevOps service connection", async () => {
        const environment = {
            ...{ ARM_USE_OIDC: "true", SYSTEM_ACCESSTOKEN: "abc", ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "33" },
            SYSTEM_OIDCREQUESTURI: `${tenant.url}${standsIn.POST}`,
        };
        await answerNext("POST", { oidcToken: await federatedToken() });
        const { signIn } = await open(environment);
        expect(signIn.way.kind).toBe("Azure DevOps service connection");
        await answerNext("POST", { message: "Service connection 33 was not found" }, 404);
        await expect(open(environment)).rejects.toThrow(
            /^no federated token: \S+ answered 404: Service connection 33 was not found\. Give the step SYSTEM_ACCESSTOKEN/,
        );
    });

    describe("as a managed identity", () => {
        let service: Server;
        let requests: (string | undefined)[];

        beforeEach(async () => {
            requests = [];
            const access_token = await deployerToken();
            service = createServer(({ url, headers }, response) => {
                requests.push(url, headers["metadata"] as string);
                const isUnknown = url?.includes("client_id=unknown") === true;
                response.statusCode = isUnknown ? 400 : 200;
                response.end(
                    JSON.stringify(
                        isUnknown ? { error_description: "Identity not found" } : { access_token, expires_in: "86399" },
                    ),
                );
            });
            await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
        });
        afterEach(() => service.close());
        const endpoint = (): string => `http://127.0.0.1:${(service.address() as AddressInfo).port}/token`;

        test("by the metadata service, without a proxy", async () => {
            const { deployer: found } = await open({ ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: endpoint() });
            expect(found.name).toBe(deployer.clientId);
            const resource = encodeURIComponent(tenant.url);
            expect(requests).toEqual([
                `/token?api-version=2018-02-01&resource=${resource}&client_id=${deployer.clientId}`,
                "true",
            ]);
        });

        test("not when the machine has none of that client id", async () => {
            const given = { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: endpoint(), ARM_CLIENT_ID: "unknown" };
            await expect(open(given)).rejects.toThrow(/HTTP 400 Identity not found\. Assign a managed identity/);
        });

        test("not where no metadata service answers", async () => {
            const given = { ARM_USE_MSI: "true", ARM_MSI_ENDPOINT: "http://127.0.0.1:1/token" };
            await expect(open(given)).rejects.toThrow(
                /^no managed identity answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
            );
        });
    });

    describe("with the Azure CLI", () => {
        /** An Azure CLI that knows this account, and answers the token with its arguments. */
        async function azureCli(account: object, fails = ""): Promise<void> {
            mkdirSync(path.join(folder, "bin"), { recursive: true });
            const token = JSON.stringify({ accessToken: await deployerToken(), expires_on: Date.now() / 1000 + 3600 });
            const az = path.join(folder, "bin", "az");
            writeFileSync(
                az,
                `#!${process.execPath}
                 const args = process.argv.slice(2);
                 require("fs").appendFileSync(${JSON.stringify(path.join(folder, "az.log"))}, args.join(" ") + "\\n");
                 if (${JSON.stringify(fails)}) { console.error(${JSON.stringify(fails)}); process.exit(1); }
                 console.log(args[1] === "show" ? ${JSON.stringify(JSON.stringify(account))} : ${JSON.stringify(token)});`,
            );
            chmodSync(az, 0o755);
            writeFileSync(path.join(folder, "az.log"), "");
        }
        const log = (): Promise<string> =>
            import("node:fs/promises").then((fs) => fs.readFile(path.join(folder, "az.log"), "utf8"));
        const cli = { ARM_CLIENT_ID: "" };

        test("for the stack's tenant", async () => {
            await azureCli({ tenantId: "other", user: { name: "anna@contoso.com", type: "user" } });
            const { signIn } = await open(cli);
            expect(signIn.way).toEqual({ kind: "Azure CLI", tenantId: tenant.tenantId });
            expect(await log()).toBe(
                `account show --output json\naccount get-access-token --scope ${tenant.url}/.default --tenant ${tenant.tenantId} --output json\n`,
            );
        });

        test("without a tenant for a managed identity, which has one only", async () => {
            await azureCli({ user: { name: "systemAssignedIdentity", type: "servicePrincipal" } });
            await open(cli);
            expect(await log()).not.toContain("--tenant");
        });

        test("not when it is not signed in, and is told what else is set", async () => {
            await azureCli({}, "ERROR: Please run 'az login' to setup account.");
            await expect(open({ ...cli, ARM_CLIENT_SECRET: "x" })).rejects.toThrow(
                "the Azure CLI gives no token: Please run 'az login' to setup account.; ARM_CLIENT_SECRET is set, but not " +
                    `used, because azuread:clientId (ARM_CLIENT_ID) is not set. Run az login --tenant ${tenant.tenantId}.`,
            );
        });

        test("not where there is none", async () => {
            process.env["PATH"] = path.join(folder, "nothing");
            await expect(open(cli)).rejects.toThrow(/^the Azure CLI \(az\) is not on PATH\. Install it\. Run az login/);
            process.env["PATH"] = path.join(folder, "bin");
        });
    });

    test.each<[string, () => Promise<Record<string, string>>, RegExp]>([
        [
            "a wrong secret",
            () => Promise.resolve({ ARM_CLIENT_SECRET: "wrong" }),
            /^the deployer cannot sign in with its client secret: AADSTS7000215: Invalid client secret.*\. Set ARM_CLIENT_SECRET to the value/,
        ],
        [
            "an unknown client id",
            () => Promise.resolve({ ARM_CLIENT_SECRET: "x", ARM_CLIENT_ID: "11111111-0000-4000-8000-000000000000" }),
            /AADSTS700016: .*\. Compare ARM_CLIENT_ID \(11111111-0000-4000-8000-000000000000\) and azuread:tenantId/,
        ],
        [
            "a certificate that the application does not have",
            () =>
                Promise.resolve({
                    ARM_CLIENT_CERTIFICATE: pfx("p").toString("base64"),
                    ARM_CLIENT_CERTIFICATE_PASSWORD: "p",
                }),
            /AADSTS700027: .*\(certificate [0-9A-F]{40}\)\. Upload this certificate, unexpired: .* > Certificates\./,
        ],
        [
            "a federated token of another branch",
            async () => ({
                ARM_USE_OIDC: "true",
                ARM_OIDC_TOKEN: await federatedToken({ sub: "repo:contoso/exo:pull_request" }),
            }),
            /AADSTS700213: .*presented issuer "https:\/\/token\.actions\.githubusercontent\.com", subject "repo:contoso\/exo:pull_request", audience "api:\/\/AzureADTokenExchange"\. Add a federated credential with exactly this issuer.*carry ids/,
        ],
        [
            "a federated token of another issuer",
            async () => ({
                ARM_USE_OIDC: "true",
                ARM_OIDC_TOKEN: await federatedToken({ iss: "https://evil.example\n::error::x" }),
            }),
            /presented issuer "https:\/\/evil\.example : ?:error::x", subject "repo:.*Add a federated credential/,
        ],
        [
            "a federated token that is none",
            () => Promise.resolve({ ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "not a token" }),
            /The token presented issuer none, subject none, audience none\. /,
        ],
        [
            "a URL for federated tokens that is none",
            () => Promise.resolve({ ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: "x", ARM_OIDC_REQUEST_TOKEN: "r" }),
            /^azuread:oidcRequestUrl .* is not an https URL/,
        ],
        [
            "a URL for federated tokens where nothing answers",
            () =>
                Promise.resolve({
                    ARM_USE_OIDC: "true",
                    ARM_OIDC_REQUEST_URL: "https://localhost:1/",
                    ARM_OIDC_REQUEST_TOKEN: "r",
                }),
            /^no federated token: localhost:1 cannot be reached.*id-token: write/,
        ],
        [
            "a certificate that is not there",
            () => Promise.resolve({ ARM_CLIENT_CERTIFICATE_PATH: "/nowhere.pfx" }),
            /certificate \/nowhere.pfx cannot be read: no such file\. Set ARM_CLIENT_CERTIFICATE_PATH/,
        ],
        [
            "a certificate that is not base64",
            () => Promise.resolve({ ARM_CLIENT_CERTIFICATE: "?" }),
            /certificate in ARM_CLIENT_CERTIFICATE cannot be read: it is not base64/,
        ],
    ])("not with %s, and is told why in one line", async (_, environment, message) => {
        const failure = await open(await environment()).catch((error: unknown) => error as Error);
        expect(failure).toMatchObject({ name: "UserError", message: expect.stringMatching(message) as string });
        expect((failure as Error).message).not.toContain("\n");
    });
});

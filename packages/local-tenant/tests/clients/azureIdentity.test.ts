import { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import { generateKeyPairSync } from "node:crypto";
import { exportJWK, SignJWT } from "jose";
import { exchangeScope, seedWith, TestCertificate, TestTenant, type Graph, type Login } from "../support";
import { applicationStory, deployerOf, expectStory, mailboxNames, withToken } from "./story";

const issuer = "https://token.actions.githubusercontent.com";
const subject = "repo:contoso/exo:ref:refs/heads/main";
const audience = "api://AzureADTokenExchange";
const outsideKey = generateKeyPairSync("rsa", { modulusLength: 2048 });

describe("@azure/identity, from sign-in to clean-up,", () => {
    const certificate = new TestCertificate();
    let tenant: TestTenant;
    let graph: Graph;
    let login: Login;

    beforeAll(async () => {
        const jwks = { keys: [{ ...(await exportJWK(outsideKey.publicKey)), kid: "outside" }] };
        const deployer = {
            federatedIdentityCredentials: [{ name: "github-main", issuer, subject, audiences: [audience] }],
        };
        tenant = await TestTenant.start({ seed: { ...seedWith(deployer), issuers: [{ issuer, jwks }] } });
        graph = await tenant.graph();
        login = await graph.login(certificate);
    });
    afterAll(() => tenant.stop());

    const cloud = (): { readonly authorityHost: string; readonly disableInstanceDiscovery: boolean } => ({
        authorityHost: tenant.url,
        disableInstanceDiscovery: true,
    });
    const withCertificate = ({ pem, privateKeyPem }: TestCertificate): ClientCertificateCredential =>
        new ClientCertificateCredential(
            tenant.tenantId,
            login.clientId,
            { certificate: `${pem}\n${privateKeyPem}` },
            cloud(),
        );

    it("reads all mailboxes with ClientCertificateCredential", async () => {
        await graph.consent(login);
        await graph.assignRole(login);
        const { token, expiresOnTimestamp } = await withCertificate(certificate).getToken(exchangeScope);
        expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_500_000);
        expect(await mailboxNames(tenant, token)).toEqual(tenant.running.tenants[0]?.people);
        await graph.do("DELETE", `/v1.0/applications/${login.applicationObjectId}`);
    });

    it("manages applications with ClientSecretCredential, in a tenant named by its domain", async () => {
        const { clientId, clientSecret } = deployerOf(tenant);
        const credential = new ClientSecretCredential("exoip.onmicrosoft.com", clientId, clientSecret, cloud());
        const { token } = await credential.getToken("https://graph.microsoft.com/.default");
        expectStory(await applicationStory(withToken(tenant, token)));
    });

    it("manages applications with ClientAssertionCredential, by the token of a pipeline", async () => {
        const pipelineToken = (): Promise<string> =>
            new SignJWT({ iss: issuer, sub: subject, aud: audience })
                .setProtectedHeader({ alg: "RS256", kid: "outside" })
                .setExpirationTime("5m")
                .sign(outsideKey.privateKey);
        const credential = new ClientAssertionCredential(
            tenant.tenantId,
            deployerOf(tenant).clientId,
            pipelineToken,
            cloud(),
        );
        const { token } = await credential.getToken(`${tenant.url}/.default`);
        expectStory(await applicationStory(withToken(tenant, token)));
    });

    it("tells why a sign-in is refused", async () => {
        const { clientId } = deployerOf(tenant);
        const wrong = new ClientSecretCredential(tenant.tenantId, clientId, "wrong", cloud());
        await expect(wrong.getToken(exchangeScope)).rejects.toThrow(/AADSTS7000215: Invalid client secret provided/);
        const unknown = new TestCertificate({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
        login = await graph.login(certificate);
        await expect(withCertificate(unknown).getToken(exchangeScope)).rejects.toThrow(/AADSTS700027: .*not found/);
        const foreign = new ClientAssertionCredential(
            tenant.tenantId,
            login.clientId,
            () => Promise.resolve("x"),
            cloud(),
        );
        await expect(foreign.getToken(exchangeScope)).rejects.toThrow(/AADSTS50027/);
    });
});

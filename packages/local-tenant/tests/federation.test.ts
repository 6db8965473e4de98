import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, SignJWT } from "jose";
import type { FederatedIdentityCredentialSeed } from "../src/entra/entraSeed";
import { expectRefusal } from "./signInSupport";
import { first, seedWith, TestTenant, type Answer } from "./support";

const gitHub = "https://token.actions.githubusercontent.com";
const subject = "repo:contoso/exo:ref:refs/heads/main";
const audience = "api://AzureADTokenExchange";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

let tenant: TestTenant;
/** An identity provider on this machine. */
let provider: Server;
let local: string;
/** What the tenant takes for the present, relative to the real time. */
let clockOffset = 0;

beforeAll(async () => {
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" }] };
    provider = createServer((request, response) => {
        response.setHeader("content-type", "application/json");
        response.end(
            JSON.stringify(request.url?.endsWith("/keys") ? jwks : { issuer: local, jwks_uri: `${local}/keys` }),
        );
    });
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    local = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const trust = (name: string, issuer: string): FederatedIdentityCredentialSeed => ({
        name,
        issuer,
        subject,
        audiences: [audience],
    });
    const seed = seedWith({
        federatedIdentityCredentials: [
            trust("github-main", gitHub),
            trust("on-this-machine", local),
            trust("stopped", "http://127.0.0.1:1"),
            trust("elsewhere", "https://id.example.com"),
        ],
    });
    tenant = await TestTenant.start({
        seed: { ...seed, issuers: [{ issuer: gitHub, jwks }] },
        now: () => new Date(Date.now() + clockOffset),
    });
});
afterAll(async () => {
    provider.close();
    await tenant.stop();
});
afterEach(() => {
    clockOffset = 0;
});

/** A sign-in of the seed's first deployer with an outside token. */
async function signIn(
    claims: { readonly iss?: string; readonly sub?: string; readonly aud?: string | string[] } = {},
    header: { readonly kid?: string } = { kid: "1" },
    key: KeyObject = privateKey,
): Promise<Answer> {
    const now = Math.floor(Date.now() / 1000);
    const assertion = await new SignJWT({
        iss: gitHub,
        sub: subject,
        aud: audience,
        iat: now,
        exp: now + 300,
        ...claims,
    })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", ...header })
        .sign(key);
    return tenant.token({
        grant_type: "client_credentials",
        client_id: first(first(tenant.running.tenants).deployers).clientId,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
        scope: `${tenant.url}/.default`,
    });
}

describe("a deployer with federated identity credentials signs in", () => {
    test("with a token of an issuer whose keys the seed has", async () => {
        const { status, body } = await signIn();
        expect(status).toBe(200);
        const answer = await tenant.send("GET", "/v1.0/applications", undefined, {
            authorization: `Bearer ${body.access_token}`,
        });
        expect(answer.status).toBe(200);
    });

    test("with a token of an issuer on this machine, which is asked for its keys", async () => {
        expect((await signIn({ iss: local })).status).toBe(200);
    });

    test("with one of several audiences", async () => {
        expect((await signIn({ aud: ["https://github.com/contoso", audience] })).status).toBe(200);
    });
});

describe("an outside token is refused", () => {
    test("when no record names its issuer, its audience or its subject", async () => {
        const iss = "https://gitlab.com";
        expectRefusal(await signIn({ iss }), 401, "invalid_client", 700211, `assertion issuer '${iss}'`);
        expectRefusal(await signIn({ aud: "x" }), 401, "invalid_client", 700212, "assertion audience 'x'");
        const sub = "repo:contoso/exo:pull_request";
        expectRefusal(await signIn({ sub }), 401, "invalid_client", 700213, `assertion subject '${sub}'`);
    });

    test("when its subject has other capitals, and the refusal says so", async () => {
        const sub = subject.replace("contoso", "Contoso");
        expectRefusal(await signIn({ sub }), 401, "invalid_client", 7002138, "case-insensitive comparison");
    });

    test("when the issuer did not sign it", async () => {
        const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
        expectRefusal(await signIn({}, { kid: "1" }, stranger), 401, "invalid_client", 50013);
        expectRefusal(await signIn({}, { kid: "2" }), 401, "invalid_client", 5000811);
        expectRefusal(await signIn({}, {}), 400, "invalid_request", 50027);
    });

    test("when it has expired", async () => {
        clockOffset = 20 * 60_000;
        expectRefusal(await signIn(), 401, "invalid_client", 700024);
    });

    test("when its issuer does not answer", async () => {
        expectRefusal(await signIn({ iss: "http://127.0.0.1:1" }), 400, "invalid_request", 50166);
    });

    test("when its issuer is on another machine, which is never asked", async () => {
        const { status, body } = await signIn({ iss: "https://id.example.com" });
        expect(status).toBe(400);
        expect(body).toMatchObject({ error: "invalid_request", error_codes: [] });
        expect(body.error_description).toMatch(
            /^The local tenant does not implement asking https:\/\/id\.example\.com\/.* not on this machine, nor in the seed\./,
        );
    });
});

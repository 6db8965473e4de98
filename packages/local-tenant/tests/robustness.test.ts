import fc from "fast-check";
import { readFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import type { Route } from "../src/router";
import { routes } from "../src/routes";
import { exchangeScope, TestCertificate, TestTenant, type Login } from "./support";
import { clientAssertion } from "./trouble/clientAssertion";

let tenant: TestTenant;
let login: Login;
let tokens: { readonly graph: string; readonly exchange: string };
const agent = new https.Agent({ keepAlive: true });

beforeAll(async () => {
    tenant = await TestTenant.start();
    const certificate = new TestCertificate();
    const graph = await tenant.graph();
    login = await graph.login(certificate);
    await graph.consent(login);
    await graph.assignRole(login);
    const { body } = await tenant.token({
        grant_type: "client_credentials",
        client_id: login.clientId,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await clientAssertion(certificate, login.clientId, tenant, new Date()),
        scope: exchangeScope,
    });
    tokens = { graph: graph.token, exchange: body.access_token };
});
afterAll(async () => {
    agent.destroy();
    await tenant.stop();
});

interface Attempt {
    readonly segments: readonly string[];
    readonly query: string;
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly body: Buffer;
}

/** Words that requests to the tenant use, and some that mean something to JavaScript. */
const words = fc.constantFrom(
    ..."id appId displayName keyCredentials tags owners@odata.bind principalId resourceId appRoleId".split(" "),
    ..."roleDefinitionId directoryScopeId CmdletInput CmdletName Parameters api web info __proto__ constructor toString".split(
        " ",
    ),
);
const value = fc.oneof(fc.jsonValue(), fc.constantFrom(null, "Get-Mailbox", 1e308, -0, "\u0000", "x".repeat(5000)));
const body = fc.oneof(
    fc.dictionary(words, value).map((object) => Buffer.from(JSON.stringify(object))),
    fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json))),
    fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json), "utf16le")),
    fc.jsonValue().map((json) => Buffer.from(`\ufeff${JSON.stringify(json)}`)),
    fc.string().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(100_000).map((depth) => Buffer.from("[".repeat(depth))),
    fc.nat(100_000).map((depth) => Buffer.from(`{"api":${"[".repeat(depth)}${"]".repeat(depth)}}`)),
    fc.constant(Buffer.from(`"${"x".repeat(1024 * 1024)}"`)),
    fc
        .dictionary(
            fc.constantFrom("grant_type", "client_id", "client_secret", "client_assertion", "scope"),
            fc.string(),
        )
        .map((form) => Buffer.from(new URLSearchParams(form).toString())),
);
const segment = fc.oneof(
    fc.constantFrom("%zz", "%", "%00", "..", "%2e%2e%2f", "%ff%fe", "x".repeat(4000), "{id}", "''", "__proto__"),
    fc.string().map((text) => encodeURIComponent(text)),
);
const query = fc.oneof(
    fc.constantFrom(
        "",
        "$filter=",
        "$filter=id eq",
        "$top=-1",
        "$top=1e9",
        "$select=,",
        "$skiptoken=x",
        "%zz=%",
        "=&&=",
    ),
    fc
        .tuple(fc.constantFrom("$filter", "$select", "$top", "$skiptoken", "PropertySet"), fc.string())
        .map(([name, text]) => `${name}=${encodeURIComponent(text)}`),
);
const headers = fc.oneof(
    fc.constant({}),
    fc.constantFrom<Record<string, string | string[]>>(
        { "content-type": "application/json; charset=utf-16" },
        { "content-type": "application/x-www-form-urlencoded" },
        { "content-type": ["application/json", "text/plain"] },
        { "content-encoding": "gzip" },
        { authorization: "" },
        { authorization: "Bearer" },
        { authorization: ["Bearer x", "Bearer y"] },
        { authorization: "Basic %%%" },
        { "client-request-id": ["a", "b"] },
        { "client-request-id": "x".repeat(8000) },
        { "x-y": Array(100).fill("z") },
        { prefer: "odata.maxpagesize=99999999999999999999" },
    ),
);

/** Requests to a route, most with the ids that it expects. */
function attempts(route: Route): fc.Arbitrary<Attempt> {
    const expected: Record<string, string> = {
        tenant: tenant.tenantId,
        applicationObjectId: login.applicationObjectId,
        servicePrincipalObjectId: login.servicePrincipalObjectId,
    };
    const segments = fc.tuple(
        ...route.segments.map((name) => {
            const parameter = /^\{(.+)\}$/.exec(name)?.[1];
            const right = parameter === undefined ? name : (expected[parameter] ?? login.clientId);
            return fc.oneof({ weight: parameter === undefined ? 50 : 3, arbitrary: fc.constant(right) }, segment);
        }),
    );
    const authorization = `Bearer ${route.segments[1] === "adminapi" ? tokens.exchange : tokens.graph}`;
    return fc.record({ segments, query, body, headers: headers.map((more) => ({ authorization, ...more })) });
}

interface Outcome {
    readonly status: number;
    readonly text: string;
}

function send(method: string, { segments, query: search, headers: given, body: sent }: Attempt): Promise<Outcome> {
    return new Promise((resolve, reject) => {
        const request = https.request({
            port: tenant.running.port,
            host: "localhost",
            method,
            // The first segment is empty; should it not be, the target is none that begins with a slash.
            path: `/${segments.slice(1).join("/")}${search === "" ? "" : `?${search.replaceAll(" ", "%20")}`}`,
            headers: { ...given, "content-length": sent.length },
            agent,
            timeout: 5000,
        });
        request.on("timeout", () => request.destroy(new Error("no answer in 5 seconds")));
        request.on("error", reject);
        request.on("response", (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () => {
                resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
            });
        });
        request.end(sent);
    });
}

const stateFile = (): string => readFileSync(path.join(tenant.directory, "tenant.json"), "utf8");

/** Graph's and Exchange's errors are objects, Entra's are texts with numbers; Exchange's 401 has no body. */
function isProperError({ status, text }: Outcome): boolean {
    if (status === 401 && text === "") {
        return true;
    }
    const { error, error_codes: codes } = JSON.parse(text) as { error: unknown; error_codes?: unknown };
    if (typeof error === "string") {
        return /^[a-z_]+$/.test(error) && Array.isArray(codes);
    }
    const { code, message } = Object(error) as { code?: unknown; message?: unknown };
    return typeof code === "string" && typeof message === "string" && !Array.isArray(codes);
}

describe("whatever is sent to a route, the answer is a proper one, and a refused request changes nothing", () => {
    it.each(routes.map((route, index) => [route.pattern, route, index] as const))("%s", async (_, route, index) => {
        let before = stateFile();
        await fc.assert(
            fc.asyncProperty(attempts(route), async (attempt) => {
                const outcome = await send(route.method, attempt);
                const after = stateFile();
                const isProper =
                    outcome.status < 400 || (outcome.status !== 500 && isProperError(outcome) && after === before);
                before = after;
                expect({ ...outcome, isProper }).toEqual({ ...outcome, isProper: true });
            }),
            // Few for each of the many routes, and others for each.
            { numRuns: 6, seed: index },
        );
        expect(tenant.logged.filter((line) => line.includes("defect"))).toEqual([]);
    });
});

import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isMap, mapValues, type PropertyValue, without } from "../src/protocol/values";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import { type RecordedExchange, recordedHost, recordedText, trimmed } from "../../local-tenant/tests/recordings";

/** Plays the recorded answers to a plugin that asks what was asked when they were recorded. */
export interface ReplayServer {
    readonly host: string;
    /** What a client has to trust. */
    readonly certificateFile: string;
    /** Takes the exchanges of the next command. Metadata and token are answered without being among them. */
    load(exchanges: readonly RecordedExchange[]): void;
    /** What happened since the last call of this function. */
    report(): ReplayReport;
    /** Exchanges that nobody has asked for. */
    remaining(): RecordedExchange[];
    close(): void;
}

export interface ReplayReport {
    /** Requests that were not recorded. */
    readonly unexpected: readonly string[];
    /** Whether an answer was not recorded in full. */
    readonly incomplete: boolean;
}

export async function startReplayServer(): Promise<ReplayServer> {
    const tls = loopbackCertificate();
    const server = createServer({ key: tls.keyPem, cert: tls.certificatePem });
    let exchanges: RecordedExchange[] = [];
    let unexpected: string[] = [];
    let incomplete = false;
    let host = "";

    const answer = (method: string, url: string, body: PropertyValue | undefined, response: ServerResponse): void => {
        const index = exchanges.findIndex(
            (exchange) => exchange.method === method && exchange.url === url && sameBody(exchange.request, body, host),
        );
        const exchange = index < 0 ? standing(method, url) : exchanges.splice(index, 1)[0];
        if (!exchange) {
            unexpected.push(`${method} ${url} ${JSON.stringify(body ?? null)}`);
            response.writeHead(501).end();
            return;
        }
        incomplete ||= JSON.stringify(exchange.response ?? null).includes(`"${trimmed}":true`);
        const headers = mapValues({ "content-type": "application/json", ...exchange.responseHeaders }, String);
        const content =
            typeof exchange.response === "string" ? exchange.response : JSON.stringify(exchange.response ?? null);
        response.writeHead(exchange.status, headers as Record<string, string>);
        response.end(exchange.response === undefined ? "" : toThisHost(withToken(content), host));
    };

    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const body = Buffer.concat(chunks).toString();
            const url = decodeURIComponent((request.url ?? "").replaceAll("+", " "));
            const parsed = request.headers["content-type"]?.includes("json")
                ? (JSON.parse(body) as PropertyValue)
                : body || undefined;
            answer(request.method ?? "", url, parsed, response);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
    const certificateFile = path.join(folder, "server.pem");
    writeFileSync(certificateFile, tls.certificatePem);
    // An address, not a name: each request would look the name up first.
    host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;

    return {
        host,
        certificateFile,
        load: (next) => {
            exchanges = [...next];
            unexpected = [];
            incomplete = false;
        },
        report: () => {
            const report = { unexpected, incomplete };
            unexpected = [];
            incomplete = false;
            return report;
        },
        remaining: () => exchanges,
        close: () => {
            server.close();
            server.closeAllConnections();
            rmSync(folder, { recursive: true });
        },
    };
}

/** The token was cut out of most recordings. */
const withToken = (json: string): string =>
    json.replace(`"access_token":"${trimmed}"`, `"access_token":"${recordedText("@@jwt1")}"`);

/** Every command begins with these two; the recordings hold them once per file. */
function standing(method: string, url: string): RecordedExchange | undefined {
    const common = { step: "", at_ms: 0, method, url, status: 200 };
    if (method === "GET" && url.startsWith("/metadata/endpoints")) {
        const origin = `https://${recordedHost}`;
        const authentication = { loginEndpoint: origin };
        return {
            ...common,
            response: { name: "Local", authentication, resourceManager: origin, microsoftGraphResourceId: origin },
        };
    }
    if (method === "POST" && url.endsWith("/oauth2/v2.0/token")) {
        return { ...common, response: { token_type: "Bearer", expires_in: 3599, access_token: trimmed } };
    }
    return undefined;
}

/** Recorded text for this server, which has another host name. */
export const toThisHost = (text: string, host: string): string => text.replaceAll(recordedHost, host);

function sameBody(recorded: PropertyValue | undefined, sent: PropertyValue | undefined, host: string): boolean {
    if (recorded === undefined || recorded === trimmed) {
        return true;
    }
    if (typeof recorded === "string") {
        return sent === toThisHost(recorded, encodeURIComponent(host)); // a form
    }
    const expected = JSON.parse(toThisHost(JSON.stringify(recorded), host)) as PropertyValue;
    return isDeepStrictEqual(withoutChance(expected), withoutChance(sent ?? null));
}

/** Without the parts of a request that are random. */
function withoutChance(value: PropertyValue): PropertyValue {
    if (typeof value === "string") {
        return value.replace(/^TERRAFORM_UPDATE_[0-9a-f-]{36}$/, "TERRAFORM_UPDATE_");
    }
    if (Array.isArray(value)) {
        return value.map(withoutChance);
    }
    // Only a new key credential carries its key, and its id is random.
    return isMap(value)
        ? mapValues(typeof value.key === "string" ? without(value, "keyId") : value, withoutChance)
        : value;
}

function loopbackCertificate(): { keyPem: string; certificatePem: string } {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const now = Date.now();
    const certificate = selfSigned({
        key: privateKey,
        serialNumber: Buffer.alloc(16, 1),
        subject: [["2.5.4.3", "localhost"]],
        notBefore: new Date(now - 3_600_000),
        notAfter: new Date(now + 3_600_000),
        ipAddresses: [Buffer.from([127, 0, 0, 1])],
    });
    return {
        keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        certificatePem: toPem(certificate),
    };
}

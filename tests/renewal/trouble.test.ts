import { randomUUID, sign, X509Certificate, type KeyObject } from "node:crypto";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningTenant, TroubleChoice } from "microsoft-local-tenant";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import type { Connection } from "../../src/connection/connection";
import { UserError } from "../../src/errors/userError";
import { Graph } from "../../src/graph/graph";
import { loginOf } from "../../src/graph/logins";
import { readSignIns } from "../../src/graph/signIns";
import type { Clock } from "../../src/http/clock";
import { Sender } from "../../src/http/send";
import { defaultSettleMs } from "../../src/renewal/policy";
import { settledLogin } from "../../src/renewal/readSituation";
import type { Renewal, RenewalEffects } from "../../src/renewal/renew";
import { refusedSignIn, verifyRepeatedly, type Attempt, type Try } from "../../src/renewal/verifyRepeatedly";
import { verify } from "../../src/verification";
import type { Credential } from "../../src/verification/credential";
import { LocalLogin, startTrustedTenant } from "../verification/localLogin";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { day, policy, renewWith, World } from "./world";

/** How many renewals; odd seeds are realistic, even ones hostile. `npm run bench -- --renewals` asks for more. */
const seeds = Number(process.env.RENEWAL_SEEDS ?? 2);
/** How often the delivered certificate is tried, in milliseconds of the tenant's clock: the bench tries it each second. */
const tryEveryMs = Number(process.env.RENEWAL_TRY_EVERY_MS ?? 60_000);
/** File to which each run adds a line of JSON. @default none */
const report = process.env.RENEWAL_REPORT;
const [minute, hour] = [60_000, 3_600_000];

jest.setTimeout(60_000 + seeds * 120_000);

/** Time passes when a test says so, for the tenant, for us and for msal-node; only the date is not the machine's. */
beforeEach(() => {
    const timers = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"];
    jest.useFakeTimers({ doNotFake: [...timers, "nextTick", "performance", "queueMicrotask", "hrtime"] as never[] });
});
afterEach(() => {
    jest.useRealTimers();
});

const keys = [rsaKey(), rsaKey()];

/** Certificates by thumbprint, whose keys are used in turn: making one takes longer than a run. */
class Credentials {
    private readonly made = new Map<string, Credential & { readonly key: KeyObject }>();

    readonly make = (): string => {
        const key = keys[this.made.size % keys.length] ?? rsaKey();
        const made = credentialOf(key, new Date(Date.now() - minute), new Date(Date.now() + 90 * day));
        const { thumbprint } = certificateFacts(made.certificatePem);
        this.made.set(thumbprint, { ...made, key });
        return thumbprint;
    };

    of({ thumbprint }: { readonly thumbprint: string }): Credential & { readonly key: KeyObject } {
        const credential = this.made.get(thumbprint);
        if (credential === undefined) {
            throw new Error(`no certificate ${thumbprint}`);
        }
        return credential;
    }
}

/** One renewal in a tenant with that trouble, run again every ten minutes, as a schedule would every day. */
class TroubledRenewal {
    /** Moments at which the host could not sign in with the certificate that it has. */
    readonly interruptions: string[] = [];
    tries = 0;
    runs = 0;
    failures = 0;
    private readonly assertions = new Map<string, { readonly text: string; readonly madeAt: number }>();
    private readonly clock: Clock = { now: () => new Date(), sleep: (ms) => this.pass(ms) };

    private constructor(
        private readonly tenant: RunningTenant,
        private readonly login: LocalLogin,
        /** The stack, in memory. */
        readonly world: World,
        private readonly credentials: Credentials,
        /** Thumbprint of a certificate that somebody else has added. */
        readonly foreign: string,
    ) {}

    static async begin(folder: string, choice: TroubleChoice): Promise<TroubledRenewal> {
        const credentials = new Credentials();
        const world = new World(90, credentials.make);
        const credential = credentials.of(world.certificate("current"));
        const tenant = await startTrustedTenant(folder, {
            now: () => new Date(),
            profile: { ...choice, delayScale: 0 },
        });
        const login = await LocalLogin.register(tenant, credential, () => {
            jest.setSystemTime(Date.now() + 10_000);
        });
        const foreign = credentials.make();
        await login.setCertificates([credential, credentials.of({ thumbprint: foreign })]);
        await login.grantConsent();
        await login.assignRole();
        jest.setSystemTime(Date.now() + hour);
        world.deliver("web1");
        world.hasLog = true;
        return new TroubledRenewal(tenant, login, world, credentials, foreign);
    }

    async close(): Promise<void> {
        await this.tenant.close();
    }

    /** Lets time pass; the host signs in all the while. */
    async pass(ms: number): Promise<void> {
        const end = Date.now() + ms;
        while (Date.now() < end) {
            jest.setSystemTime(Math.min(Date.now() + tryEveryMs, end));
            await this.tryDelivered();
        }
    }

    async run(): Promise<Renewal | undefined> {
        this.runs++;
        try {
            this.world.now = Date.now();
            return await renewWith(this.effects(), {
                ...policy,
                settleMs: defaultSettleMs,
                graceMs: hour,
            });
        } catch (error) {
            if (!(error instanceof UserError)) {
                throw error;
            }
            this.failures++;
            return undefined;
        }
    }

    private effects(): RenewalEffects {
        const { world, clock } = this;
        const graph = this.graph();
        const { applicationObjectId, clientId } = this.login.connection;
        const effects = world.effects();
        return {
            ...effects,
            read: async (verifications) => {
                const own = Object.values(world.certificates).map(({ thumbprint }) => thumbprint);
                const login = await settledLogin({ graph, clock, signal: undefined }, applicationObjectId, own);
                const evidence = await readSignIns(graph, clientId);
                world.now = Date.now();
                const read = await effects.read(verifications);
                const accepted = login.credentials.map(({ thumbprint }) => thumbprint);
                const slots = read.situation.slots.map((slot) => ({
                    ...slot,
                    deployed: slot.deployed && {
                        ...slot.deployed,
                        isAccepted: accepted.includes(slot.deployed.thumbprint),
                    },
                }));
                return { ...read, situation: { ...read.situation, slots, evidence } };
            },
            verify: (key) =>
                verifyRepeatedly(
                    this.signInWith(world.certificate(key)),
                    { signIns: 5, overMs: 2 * minute, timeoutMs: 15 * minute },
                    clock,
                    undefined,
                ),
            refusalCheck: (key) => {
                const attempt = this.signInWith(world.certificate(key));
                return Promise.resolve(() => refusedSignIn(attempt, 15 * minute, clock, undefined));
            },
            update: async (message) => {
                world.now = Date.now();
                await effects.update(message);
                await this.changeCredentials();
            },
        };
    }

    /** Thumbprints of the application's credentials. */
    async accepted(): Promise<string[]> {
        const login = await loginOf(this.graph(), this.login.connection.applicationObjectId);
        return (login?.credentials ?? []).map(({ thumbprint }) => thumbprint ?? "").toSorted();
    }

    /** As the azuread provider does it: repeats what it has read, with its own changes, and tries again while that is refused. */
    private async changeCredentials(): Promise<void> {
        const graph = this.graph();
        const { applicationObjectId } = this.login.connection;
        for (;;) {
            const login = await loginOf(graph, applicationObjectId);
            const found = login?.credentials ?? [];
            const kept = found.filter(({ thumbprint = "" }) => !this.world.removed.includes(thumbprint));
            const added = Object.values(this.world.certificates).filter(
                (one) => !found.some(({ thumbprint }) => thumbprint === one.thumbprint),
            );
            const kind = { type: "AsymmetricX509Cert", usage: "Verify" };
            const keyCredentials = [
                ...kept.map(({ keyId, endDateTime }) => ({ ...kind, keyId, endDateTime, key: null })),
                ...added.map((one) => ({
                    ...kind,
                    key: new X509Certificate(this.credentials.of(one).certificatePem).raw.toString("base64"),
                })),
            ];
            try {
                await graph.change(`/applications/${applicationObjectId}`, { keyCredentials });
                return;
            } catch (error) {
                if (!(error instanceof UserError) || ![404, 409].includes(error.httpStatus ?? 0)) {
                    throw error;
                }
                await this.pass(10_000);
            }
        }
    }

    private graph(): Graph {
        return new Graph({
            graphUrl: this.tenant.url,
            tokens: () => this.login.token(),
            send: async (request) => {
                const sender = new Sender(undefined);
                try {
                    return await sender.send(request);
                } finally {
                    sender.close();
                }
            },
            clock: this.clock,
            signal: undefined,
        });
    }

    private signInWith(certificate: { readonly thumbprint: string }): Try {
        const credential = this.credentials.of(certificate);
        const endpoints = { loginUrl: this.tenant.url, exchangeUrl: this.tenant.url };
        const connection: Connection = {
            ...connectionOf(credential),
            ...pick(this.login.connection),
        };
        return async (until, timeoutMs): Promise<Attempt> => {
            const { verdict, checks } = await verify(connection, credential, {
                ...{ until, timeoutMs, endpoints, clock: this.clock },
            });
            const open = checks.find(({ result }) => ["failed", "waiting", "undecided"].includes(result));
            return { verdict, finding: open === undefined ? "" : `${open.title}: ${open.evidence}` };
        };
    }

    /** A refusal of the certificate counts; a service that is busy is not about the certificate. */
    private async tryDelivered(): Promise<void> {
        for (const { thumbprint } of this.world.places) {
            this.tries++;
            const finding = await this.askForToken(thumbprint);
            if (/AADSTS7000(27|24)\b/.test(finding)) {
                this.interruptions.push(`${new Date().toISOString()} ${finding}`);
            }
        }
    }

    /** One bare request for a token, which costs a fifth of what msal-node's sign-in does. Returns a refusal. */
    private async askForToken(thumbprint: string): Promise<string> {
        const { tenantId, clientId } = this.login.connection;
        const url = `${this.tenant.url}/${tenantId}/oauth2/v2.0/token`;
        const form = new URLSearchParams({
            grant_type: "client_credentials",
            client_id: clientId,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: this.assertion(thumbprint, url),
            scope: "https://outlook.office365.com/.default",
        });
        const answer = await fetch(url, { method: "POST", body: form });
        return answer.ok ? "" : answer.text();
    }

    /** An assertion that is used for five minutes: signing one costs as much as all the rest. */
    private assertion(thumbprint: string, url: string): string {
        const now = Math.floor(Date.now() / 1000);
        const known = this.assertions.get(thumbprint);
        if (known !== undefined && known.madeAt > now - 300) {
            return known.text;
        }
        const { clientId } = this.login.connection;
        const x5t = Buffer.from(thumbprint, "hex").toString("base64url");
        const claims = { aud: url, iss: clientId, sub: clientId, jti: randomUUID(), nbf: now, exp: now + 600 };
        const signed = [{ alg: "RS256", typ: "JWT", x5t }, claims]
            .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
            .join(".");
        const signature = sign("sha256", Buffer.from(signed), this.credentials.of({ thumbprint }).key);
        const text = `${signed}.${signature.toString("base64url")}`;
        this.assertions.set(thumbprint, { text, madeAt: now });
        return text;
    }
}

/** What does not depend on the certificate. */
function pick({
    tenantId,
    organization,
    clientId,
    applicationObjectId,
    servicePrincipalObjectId,
    roles,
}: Connection): Partial<Connection> {
    return { tenantId, organization, clientId, applicationObjectId, servicePrincipalObjectId, roles };
}

const runs = Array.from({ length: seeds }, (_, index): TroubleChoice => ({
    name: index % 2 === 0 ? "realistic" : "hostile",
    seed: index + 1,
}));

test.each(runs)(
    "a renewal ends in a tenant in trouble, and the delivered certificate always works, and somebody else's is kept (%j)",
    async (choice) => {
        const folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
        const before = process.cpuUsage();
        const from = Date.now();
        const renewal = await TroubledRenewal.begin(folder, choice);
        const { world } = renewal;
        try {
            const [old = ""] = Object.values(world.certificates).map(({ thumbprint }) => thumbprint);
            await renewal.pass(2 * minute);
            jest.setSystemTime(Date.now() + 61 * day);
            for (let left = 30; left > 0 && !world.removed.includes(old); left--) {
                const done = await renewal.run();
                const decision = done?.standing.decision;
                if (decision?.kind === "person" && /Deliver the new one/.test(decision.reasons.join())) {
                    world.deliver("web1", Object.keys(world.certificates).at(-1));
                }
                // What was written is everywhere after a quarter of an hour.
                await renewal.pass((done?.steps ?? []).length > 0 ? 16 * minute : 2 * minute);
                // The log is late by up to hours; nothing is on its way any more.
                jest.setSystemTime(Date.now() + 6 * hour);
            }
            expect(renewal.interruptions).toEqual([]);
            expect(world.removed).toEqual([old]);
            const [active = "", ...others] = Object.values(world.certificates).map(({ thumbprint }) => thumbprint);
            expect(others).toEqual([]);
            expect(await renewal.accepted()).toEqual([active, renewal.foreign].toSorted());
        } finally {
            if (report !== undefined) {
                const { tries, runs: commands, failures } = renewal;
                const days = (Date.now() - from) / day;
                const { user, system } = process.cpuUsage(before);
                const cpuSeconds = Math.round((user + system) / 1e6);
                appendFileSync(
                    report,
                    `${JSON.stringify({ ...choice, cpuSeconds, days, tries, commands, failures, interruptions: renewal.interruptions.length })}\n`,
                );
            }
            await renewal.close();
            rmSync(folder, { recursive: true, force: true });
        }
    },
);

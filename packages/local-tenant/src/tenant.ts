import { mkdirSync } from "node:fs";
import path from "node:path";
import { administrationRoutes } from "./administration/administration";
import { RequestLog } from "./administration/requestLog";
import { Clock } from "./clock";
import { AccessTokens } from "./entra/accessTokens";
import { SignInLog } from "./entra/signInLog";
import { signingKey } from "./entra/signingKey";
import { Refusal, type Call, type Reply, type Request } from "./http";
import { RouteTable } from "./router";
import { routes } from "./routes";
import { defaultSeed, plantDeployers, plantTenant, type Seed, type TenantSeed } from "./seed";
import { listen, ownHosts, type ServerOptions } from "./server";
import { stateFormat, type State, type Tenant } from "./state";
import { Store } from "./store";
import { tlsCertificate } from "./tlsCertificate";
import type { TroubleChoice } from "./trouble/profiles";
import { Trouble } from "./trouble/trouble";
import { canonicalPath } from "./graph/canonicalPath";
import { unserved } from "./unserved";

export interface TenantOptions {
    /** Folder for tenant.json (the state), sign-ins.jsonl (the sign-in log), signing.key (of tokens), server.pem and server.key (TLS). Made when missing. */
    readonly directory: string;
    /** 0 = any free port. */
    readonly port: number;
    /**
     * What a new state begins with. A state that is there already stays, but gets deployers that it does not have.
     * @default defaultSeed()
     */
    readonly seed?: Seed;
    /** Told of what goes wrong or is not implemented, a line each; never a secret. @default nothing is told */
    readonly log?: (line: string) => void;
    /** @default the real time */
    readonly now?: () => Date;
    /** How much trouble the tenant makes. @default the profile `instant`: none */
    readonly profile?: TroubleChoice;
    /** Whether to serve the interface of `administrationRoutes`. @default false: nobody can meddle with the tenant */
    readonly administration?: boolean;
}

export interface RunningTenant {
    readonly port: number;
    /** `https://localhost:<port>` */
    readonly url: string;
    /** PEM file of the server's certificate, for whoever is to trust it. */
    readonly certificateFile: string;
    /** The tenants as the seed has them, with their deployers' secrets. */
    readonly tenants: readonly TenantSeed[];
    /** What was asked for in vain because it is not implemented, and how often. */
    readonly unimplemented: ReadonlyMap<string, number>;
    close(): Promise<void>;
}

/**
 * Starts the local tenant: Microsoft Entra ID, Microsoft Graph and Exchange Online, as far as ROUTES.md says, on the
 * loopback addresses of this machine.
 * @throws the ordinary EADDRINUSE when the port is taken
 */
export async function startTenant(options: TenantOptions): Promise<RunningTenant> {
    const { directory, log = () => undefined, seed = defaultSeed() } = options;
    const { profile = { name: "instant", seed: 0 }, administration = false } = options;
    const clock = new Clock(options.now ?? (() => new Date()));
    const { now } = clock;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const tls = tlsCertificate(directory, now());
    const store = Store.open(path.join(directory, "tenant.json"), () => firstState(seed, now()));
    addDeployers(store, seed, now());
    const earlierKey = store.state.signingKey;
    const key = earlierKey === undefined ? signingKey(directory) : Promise.resolve(earlierKey);
    const accessTokens = new AccessTokens(key, now);
    const unimplemented = new Map<string, number>();
    const trouble = new Trouble(profile, store.state);
    const signInLog = new SignInLog(path.join(directory, "sign-ins.jsonl"), trouble.signInLogDelay);
    const requestLog = new RequestLog();
    const served = new RouteTable([
        ...(administration ? administrationRoutes({ store, clock, trouble, requestLog }) : []),
        ...routes.map((route) => ({
            ...route,
            handle: (call: Call) => trouble.around(route, call, () => store.state),
        })),
    ]);

    const answer = async (received: Request, origin: string): Promise<Reply> => {
        const request = { ...received, path: canonicalPath(received.path) };
        try {
            const found = served.find(request.method, request.path);
            if (!found) {
                throw unserved(request.method, request.path);
            }
            const { port } = new URL(origin);
            const origins = ownHosts(Number(port)).map((host) => `https://${host}`);
            const { parameters } = found;
            const { state } = store;
            return await found.route.handle({
                request,
                parameters,
                origin,
                origins,
                store,
                state,
                accessTokens,
                signInLog,
                answer: (other) => answer(other, origin),
            });
        } catch (error) {
            if (error instanceof Refusal && error.unimplemented !== undefined) {
                unimplemented.set(error.unimplemented, (unimplemented.get(error.unimplemented) ?? 0) + 1);
                log(`not implemented: ${error.unimplemented}`);
            }
            throw error;
        }
    };
    const answered: ServerOptions["answered"] = ({ method, path: target, identity }, status) => {
        if (administration) {
            const { requestId, time } = identity;
            requestLog.add({ method, path: target, status, time: time.toISOString(), requestId });
        }
    };
    const server = await listen({ port: options.port, tls, now, log, answer, answered });
    return {
        port: server.port,
        url: `https://localhost:${server.port}`,
        certificateFile: tls.certificateFile,
        tenants: seed.tenants,
        unimplemented,
        close: async () => {
            await server.close();
            await accessTokens.settled();
        },
    };
}

/** An older state may lack some. */
function addDeployers(store: Store, seed: Seed, now: Date): void {
    for (const { tenantId, deployers, ...tenant } of seed.tenants) {
        const known = store.state.tenants[tenantId]?.applications.map(({ appId }) => appId);
        if (known && deployers.some(({ clientId }) => !known.includes(clientId))) {
            store.change(({ tenants }) => {
                plantDeployers(tenants[tenantId] as Tenant, { tenantId, deployers, ...tenant }, now);
            });
        }
    }
}

function firstState(seed: Seed, now: Date): State {
    return {
        format: stateFormat,
        issuers: seed.issuers ?? [],
        tenants: Object.fromEntries(seed.tenants.map((tenant) => [tenant.tenantId, plantTenant(tenant, now)])),
    };
}

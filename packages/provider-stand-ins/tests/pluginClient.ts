import { credentials, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Provider } from "../src/protocol/provider";
import { providerService } from "../src/protocol/server";
import { map, type PropertyMap, type PropertyValue, strings, text } from "../src/protocol/values";

/** What a plugin answered, in the form of the recordings. */
export interface Answer {
    readonly response?: PropertyMap;
    readonly error?: readonly string[];
    /** Present when the engine keeps an object in spite of the error. */
    readonly kept?: PropertyMap;
}

/** Speaks to a provider as the engine does, over gRPC. */
export interface PluginClient {
    call(method: string, request: PropertyMap): Promise<Answer>;
    close(): void;
}

export async function connect(provider: Provider): Promise<PluginClient> {
    const server = new Server();
    server.addService(ResourceProviderService, providerService(provider));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
            if (error) {
                reject(error);
            } else {
                resolve(port);
            }
        });
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return {
        call: async (method, request) => {
            const run = methods[method];
            if (!run) {
                throw new Error(`the recordings have no ${method}`);
            }
            try {
                return { response: await run(client, request) };
            } catch (error) {
                if (error instanceof Error && "metadata" in error) {
                    return failure(error as ServiceError);
                }
                throw error;
            }
        },
        close: () => {
            client.close();
            server.forceShutdown();
        },
    };
}

type Method = (client: ResourceProviderClient, request: PropertyMap) => Promise<PropertyMap>;

const struct = (value: PropertyValue | undefined): Struct => Struct.fromJavaScript(map(value));
const plain = (value: Struct | undefined): PropertyMap => value?.toJavaScript() ?? {};

const methods: Readonly<Record<string, Method>> = {
    CheckConfig: (client, request) => check(client.checkConfig.bind(client), request),
    DiffConfig: (client, request) => diff(client.diffConfig.bind(client), request),
    Configure: async (client, request) => {
        const message = new proto.ConfigureRequest();
        message.setArgs(struct(request.args));
        const response = await sent<proto.ConfigureResponse>((done) => client.configure(message, done));
        return reduced({
            acceptSecrets: response.getAcceptsecrets(),
            supportsPreview: response.getSupportspreview(),
            acceptResources: response.getAcceptresources(),
            supportsAutonamingConfiguration: response.getSupportsAutonamingConfiguration(),
        });
    },
    Invoke: async (client, request) => {
        const message = new proto.InvokeRequest();
        message.setTok(text(request.tok));
        message.setArgs(struct(request.args));
        const response = await sent<proto.InvokeResponse>((done) => client.invoke(message, done));
        return reduced({
            ...(response.hasReturn() ? { return: plain(response.getReturn()) } : {}),
            failures: failures(response.getFailuresList()),
        });
    },
    Check: (client, request) => check(client.check.bind(client), request),
    Diff: (client, request) => diff(client.diff.bind(client), request),
    Create: async (client, request) => {
        const message = new proto.CreateRequest();
        message.setUrn(text(request.urn));
        message.setProperties(struct(request.properties));
        message.setPreview(request.preview === true);
        message.setTimeout(Number(request.timeout ?? 0));
        const response = await sent<proto.CreateResponse>((done) => client.create(message, done));
        return reduced({ id: response.getId(), properties: plain(response.getProperties()) });
    },
    Read: async (client, request) => {
        const message = new proto.ReadRequest();
        message.setId(text(request.id));
        message.setUrn(text(request.urn));
        message.setProperties(struct(request.properties));
        message.setInputs(struct(request.inputs));
        const response = await sent<proto.ReadResponse>((done) => client.read(message, done));
        return reduced({
            id: response.getId(),
            ...(response.hasProperties() ? { properties: plain(response.getProperties()) } : {}),
            ...(response.hasInputs() ? { inputs: plain(response.getInputs()) } : {}),
        });
    },
    Update: async (client, request) => {
        const message = new proto.UpdateRequest();
        message.setId(text(request.id));
        message.setUrn(text(request.urn));
        message.setOlds(struct(request.olds));
        message.setNews(struct(request.news));
        message.setOldInputs(struct(request.oldInputs));
        message.setPreview(request.preview === true);
        message.setTimeout(Number(request.timeout ?? 0));
        const response = await sent<proto.UpdateResponse>((done) => client.update(message, done));
        return reduced({ properties: plain(response.getProperties()) });
    },
    Handshake: async (client, request) => {
        const message = new proto.ProviderHandshakeRequest();
        message.setEngineAddress(text(request.engineAddress));
        await sent<proto.ProviderHandshakeResponse>((done) => client.handshake(message, done));
        return {};
    },
    Cancel: async (client) => {
        await sent((done) => client.cancel(new Empty(), done));
        return {};
    },
    Delete: async (client, request) => {
        const message = new proto.DeleteRequest();
        message.setId(text(request.id));
        message.setUrn(text(request.urn));
        message.setProperties(struct(request.properties));
        message.setTimeout(Number(request.timeout ?? 0));
        await sent((done) => client.delete(message, done));
        return {};
    },
};

async function check(
    run: (message: proto.CheckRequest, done: Done<proto.CheckResponse>) => unknown,
    request: PropertyMap,
): Promise<PropertyMap> {
    const message = new proto.CheckRequest();
    message.setUrn(text(request.urn));
    message.setOlds(struct(request.olds));
    message.setNews(struct(request.news));
    const response = await sent<proto.CheckResponse>((done) => run(message, done));
    const inputs = plain(response.getInputs());
    return { inputs, ...reduced({ failures: failures(response.getFailuresList()) }) };
}

async function diff(
    run: (message: proto.DiffRequest, done: Done<proto.DiffResponse>) => unknown,
    request: PropertyMap,
): Promise<PropertyMap> {
    const message = new proto.DiffRequest();
    message.setId(text(request.id));
    message.setUrn(text(request.urn));
    message.setOlds(struct(request.olds));
    message.setNews(struct(request.news));
    message.setOldInputs(struct(request.oldInputs));
    message.setIgnorechangesList(strings(request.ignoreChanges));
    const response = await sent<proto.DiffResponse>((done) => run(message, done));
    const changes = nameIn(proto.DiffResponse.DiffChanges, response.getChanges());
    const detailedDiff: PropertyMap = {};
    response.getDetaileddiffMap().forEach((change, path) => {
        const kind = nameIn(proto.PropertyDiff.Kind, change.getKind());
        // ADD is the zero value, which the recordings leave out.
        detailedDiff[path] = kind === "ADD" ? {} : { kind };
    });
    return reduced({
        replaces: response.getReplacesList(),
        stables: response.getStablesList(),
        ...(changes === "DIFF_UNKNOWN" ? {} : { changes }),
        diffs: response.getDiffsList(),
        detailedDiff,
        hasDetailedDiff: response.getHasdetaileddiff(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
    });
}

type Done<T> = (error: ServiceError | null, response: T) => void;

function sent<T>(send: (done: Done<T>) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        send((error, response) => {
            if (error) {
                reject(error);
            } else {
                resolve(response);
            }
        });
    });
}

const failures = (list: proto.CheckFailure[]): PropertyMap[] =>
    list.map((failure) => reduced({ property: failure.getProperty(), reason: failure.getReason() }));

const nameIn = (names: object, value: number): string =>
    Object.entries(names).find(([, number]) => number === value)?.[0] ?? "";

/** Without the zero values that the recordings leave out. */
function reduced(response: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.entries(response).filter(([name, value]) => {
            const empty = Array.isArray(value)
                ? value.length === 0
                : name === "detailedDiff" && Object.keys(map(value)).length === 0;
            return value !== "" && value !== false && !empty;
        }),
    );
}

function failure(error: ServiceError): Answer {
    const code = error.code === status.UNKNOWN ? "Unknown" : nameIn(status, error.code);
    const [details] = error.metadata.get("grpc-status-details-bin");
    return {
        error: [`rpc error: code = ${code} desc = ${error.details}`],
        ...(details === undefined ? {} : { kept: keptState(Buffer.from(details)) }),
    };
}

function keptState(details: Buffer): PropertyMap {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the SDK has no type declarations that fit an import
    const { Status } = require("@pulumi/pulumi/proto/status_pb") as typeof import("@pulumi/pulumi/proto/status_pb");
    const [any] = Status.deserializeBinary(details).getDetailsList();
    const detail = proto.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
    return { id: detail.getId(), properties: plain(detail.getProperties()) };
}

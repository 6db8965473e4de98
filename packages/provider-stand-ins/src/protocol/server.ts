import { Metadata, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { EngineLog } from "./engineLog";
import { unary, unimplemented } from "./handlers";
import {
    type Call,
    type DiffAnswer,
    IncompleteError,
    type Provider,
    ProviderError,
    type ResourceType,
    typeOf,
} from "./provider";
import { map, type PropertyMap, unwrapSecrets } from "./values";

/**
 * The gRPC service of a provider: what the engine asks in ordinary commands; everything else is UNIMPLEMENTED.
 * @param cancelled Ends calls that are under way, as the engine's Cancel does.
 */
export function providerService(provider: Provider, cancelled = new AbortController()): UntypedServiceImplementation {
    const engineLog = new EngineLog();
    const call = (timeoutSeconds = 0): Call => ({
        signal: cancelled.signal,
        logError: (urn, message) => engineLog.error(urn, message),
        ...(timeoutSeconds > 0 ? { timeoutSeconds } : {}),
    });
    const resource = (urn: string): ResourceType => found(provider.resources, typeOf(urn), "resource type");

    return {
        ...unimplemented(ResourceProviderService, "the stand-in plugin does not answer this call"),
        handshake: unary((request: proto.ProviderHandshakeRequest) => {
            engineLog.connectTo(request.getEngineAddress());
            const response = new proto.ProviderHandshakeResponse();
            response.setAcceptResources(provider.features.acceptResources);
            response.setAcceptSecrets(provider.features.acceptSecrets ?? false);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
        getPluginInfo: unary(() => {
            const response = new PluginInfo();
            response.setVersion(provider.version);
            return response;
        }),
        checkConfig: unary((request: proto.CheckRequest) => {
            const response = new proto.CheckResponse();
            response.setInputs(struct(provider.checkConfig(plain(request.getNews()))));
            return response;
        }),
        diffConfig: unary(() => new proto.DiffResponse()),
        configure: unary(async (request: proto.ConfigureRequest) => {
            await provider.configure(map(unwrapSecrets(plain(request.getArgs()))), cancelled.signal);
            const response = new proto.ConfigureResponse();
            response.setSupportspreview(true);
            response.setSupportsAutonamingConfiguration(true);
            response.setAcceptresources(provider.features.acceptResources);
            response.setAcceptsecrets(provider.features.acceptSecrets ?? false);
            return response;
        }),
        invoke: unary(async (request: proto.InvokeRequest) => {
            const run = found(provider.functions, request.getTok(), "function");
            const answer = await run(plain(request.getArgs()), call());
            const response = new proto.InvokeResponse();
            if ("result" in answer) {
                response.setReturn(struct(answer.result));
            } else {
                response.setFailuresList(answer.failures.map(failure));
            }
            return response;
        }),
        check: unary((request: proto.CheckRequest) => {
            const urn = request.getUrn();
            const answer = resource(urn).check({ urn, news: plain(request.getNews()) });
            const response = new proto.CheckResponse();
            response.setInputs(struct(answer.inputs));
            response.setFailuresList(answer.failures.map(failure));
            return response;
        }),
        diff: unary(async (request: proto.DiffRequest) => {
            const urn = request.getUrn();
            const answer = await resource(urn).diff(
                {
                    urn,
                    id: request.getId(),
                    olds: plain(request.getOlds()),
                    news: plain(request.getNews()),
                    ignoreChanges: request.getIgnorechangesList(),
                },
                call(),
            );
            return diffResponse(answer);
        }),
        create: unary(async (request: proto.CreateRequest) => {
            const urn = request.getUrn();
            const created = await resource(urn).create(
                { urn, inputs: plain(request.getProperties()), preview: request.getPreview() },
                call(request.getTimeout()),
            );
            const response = new proto.CreateResponse();
            response.setId(created.id);
            response.setProperties(struct(created.properties));
            return response;
        }, incompleteDetails),
        read: unary(async (request: proto.ReadRequest) => {
            const urn = request.getUrn();
            const properties = plain(request.getProperties());
            const state = await resource(urn).read(
                { urn, id: request.getId(), properties, inputs: plain(request.getInputs()) },
                call(),
            );
            const response = new proto.ReadResponse();
            if (state) {
                response.setId(state.id);
                response.setProperties(struct(state.properties));
                response.setInputs(struct(state.inputs));
            }
            return response;
        }),
        update: unary(async (request: proto.UpdateRequest) => {
            const urn = request.getUrn();
            const properties = await resource(urn).update(
                {
                    urn,
                    id: request.getId(),
                    olds: plain(request.getOlds()),
                    news: plain(request.getNews()),
                    preview: request.getPreview(),
                },
                call(request.getTimeout()),
            );
            const response = new proto.UpdateResponse();
            response.setProperties(struct(properties));
            return response;
        }, incompleteDetails),
        delete: unary(async (request: proto.DeleteRequest) => {
            const urn = request.getUrn();
            const properties = plain(request.getProperties());
            await resource(urn).delete({ urn, id: request.getId(), properties }, call(request.getTimeout()));
            return new Empty();
        }),
        cancel: unary(() => {
            cancelled.abort(new ProviderError("context canceled"));
            return new Empty();
        }),
    };
}

/** What lets the engine keep an object whose creation or update did not end well. */
function incompleteDetails(error: unknown): Metadata {
    const metadata = new Metadata();
    if (error instanceof IncompleteError) {
        const detail = new proto.ErrorResourceInitFailed();
        detail.setId(error.state.id);
        detail.setProperties(struct(error.state.properties));
        detail.setReasonsList([error.message]);
        const any = new Any();
        any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
        const details = new Status();
        details.setCode(status.UNKNOWN);
        details.setMessage(error.message);
        details.addDetails(any);
        metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
    }
    return metadata;
}

function diffResponse(answer: DiffAnswer): proto.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    const response = new proto.DiffResponse();
    response.setChanges(answer.diffs.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList([...answer.diffs]);
    response.setReplacesList([...answer.replaces]);
    response.setStablesList([...(answer.stables ?? [])]);
    if (answer.detailedDiff) {
        response.setHasdetaileddiff(true);
        for (const [path, kind] of Object.entries(answer.detailedDiff)) {
            const change = new proto.PropertyDiff();
            change.setKind(proto.PropertyDiff.Kind[kind]);
            response.getDetaileddiffMap().set(path, change);
        }
    }
    return response;
}

function found<T>(things: Readonly<Record<string, T>>, token: string, kind: string): T {
    const thing = things[token];
    if (thing === undefined) {
        throw new ProviderError(
            `the stand-in plugin knows no ${kind} ${token}, only ${Object.keys(things).join(", ")}; ` +
                "the published plugin is needed for it",
        );
    }
    return thing;
}

/** `property` stays empty: the CLI would print the property's value beside the reason, secrets included. */
function failure(reason: string): proto.CheckFailure {
    const failure = new proto.CheckFailure();
    failure.setReason(reason);
    return failure;
}

const plain = (value: Struct | undefined): PropertyMap => value?.toJavaScript() ?? {};
const struct = (value: PropertyMap): Struct => Struct.fromJavaScript(value);

import { type Call, ProviderError } from "../protocol/provider";
import { isMap, list, map, type PropertyMap, type PropertyValue, text } from "../protocol/values";
import { milliseconds, type World } from "../world";
import type { Configuration } from "./configuration";
import type { HttpAnswer, HttpRequest, Send } from "./http";
import { type Budget, isTransient, repeated, retriesLeft } from "./retries";
import { discoverEndpoints, type Endpoints, requestToken, type Token } from "./signIn";

/** An answer of Microsoft Graph that is not what was asked for. */
export class GraphError extends ProviderError {
    readonly status: number;

    constructor(answer: HttpAnswer) {
        super(`unexpected status ${answer.status} (${answer.statusLine})${reason(answer)}`);
        this.status = answer.status;
    }
}

/** Whether the error says that the object does not exist. */
export const isNotFound = (error: unknown): boolean => error instanceof GraphError && error.status === 404;

/** A signed-in connection to a tenant's Microsoft Graph. */
export class Graph {
    private constructor(
        private readonly configuration: Configuration,
        private readonly endpoints: Endpoints,
        private readonly send: Send,
        private readonly world: World,
        private token: Token,
    ) {}

    static async connect(configuration: Configuration, send: Send, world: World, signal: AbortSignal): Promise<Graph> {
        const endpoints = await discoverEndpoints(configuration.metadataHost, send, signal);
        const token = await requestToken(configuration, endpoints, send, world, signal);
        return new Graph(configuration, endpoints, send, world, token);
    }

    get tenantId(): string {
        return this.configuration.tenantId;
    }

    get clientId(): string {
        return this.configuration.clientId;
    }

    /** Object id of the signed-in service principal. */
    get callerObjectId(): string {
        return this.token.objectId;
    }

    /** The URL by which Graph knows a directory object in a reference. */
    reference(objectId: string): string {
        return `${this.endpoints.graphUrl}/v1.0/directoryObjects/${objectId}`;
    }

    /** Calls of one operation, which share its time. */
    session({ signal, timeoutSeconds }: Call, minutes: number): GraphSession {
        const deadline = milliseconds(this.world) + (timeoutSeconds ?? minutes * 60) * 1000;
        return new GraphSession(this, { world: this.world, deadline, signal });
    }

    /** Sends one authorised request. */
    async exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
        const headers = {
            Accept: "application/json; charset=utf-8; IEEE754Compatible=false",
            "OData-MaxVersion": "4.0",
            "OData-Version": "4.0",
            ...(request.body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
            Authorization: `Bearer ${await this.accessToken(signal)}`,
        };
        return this.send({ ...request, url: this.endpoints.graphUrl + request.url, headers }, signal);
    }

    private async accessToken(signal: AbortSignal): Promise<string> {
        const twentyMinutes = 20 * 60 * 1000;
        if (this.token.expires - milliseconds(this.world) < twentyMinutes) {
            this.token = await requestToken(this.configuration, this.endpoints, this.send, this.world, signal);
        }
        return this.token.value;
    }
}

/** The Graph calls of one operation. Paths begin with the API version; an answer that is not a success is an error. */
export class GraphSession {
    /** After its first change an operation that is cancelled still makes sure of what it has done. */
    private changed = false;

    constructor(
        readonly graph: Graph,
        readonly budget: Budget,
    ) {}

    get(path: string, query: Readonly<Record<string, string>> = {}): Promise<PropertyMap> {
        const search = new URLSearchParams(query).toString();
        return this.call({ method: "GET", url: path + (search && `?${search}`) });
    }

    /** The entries of a collection, all pages of it. */
    async getAll(path: string, query: Readonly<Record<string, string>> = {}): Promise<PropertyMap[]> {
        const entries: PropertyMap[] = [];
        let page = await this.get(path, query);
        for (;;) {
            entries.push(...list(page.value).filter(isMap));
            const next = text(page["@odata.nextLink"]);
            if (next === "") {
                return entries;
            }
            page = await this.get(next.slice(this.graph.reference("").indexOf("/v1.0/")));
        }
    }

    /** @param mayPass Which refusals are worth another attempt, beyond those of a busy server. */
    post(path: string, body: PropertyMap, mayPass?: (error: GraphError) => boolean): Promise<PropertyMap> {
        return this.call({ method: "POST", url: path, body: JSON.stringify(body) }, mayPass);
    }

    async patch(path: string, body: PropertyMap, mayPass?: (error: GraphError) => boolean): Promise<void> {
        await this.call({ method: "PATCH", url: path, body: JSON.stringify(body) }, mayPass);
    }

    async delete(path: string): Promise<void> {
        await this.call({ method: "DELETE", url: path });
    }

    private async call(
        request: HttpRequest,
        mayPass: (error: GraphError) => boolean = () => false,
    ): Promise<PropertyMap> {
        if (!this.changed) {
            this.budget.signal.throwIfAborted();
        }
        const answer = await repeated(
            { ...this.budget, retries: retriesLeft(this.budget) },
            () => this.graph.exchange(request, this.budget.signal),
            (answer) => isTransient(answer) || (!isSuccess(answer) && mayPass(new GraphError(answer))),
        );
        if (!isSuccess(answer)) {
            throw new GraphError(answer);
        }
        this.changed ||= request.method !== "GET";
        return answer.body === "" ? {} : map(jsonOf(answer));
    }
}

const isSuccess = ({ status }: HttpAnswer): boolean => [200, 201, 202, 204].includes(status);

function jsonOf({ body, contentType }: HttpAnswer): PropertyValue {
    const type = contentType.split(";")[0] ?? "";
    if (!type.includes("json")) {
        throw new ProviderError(`internal-error: unimplemented unmarshal function for content type "${type}"`);
    }
    try {
        return JSON.parse(body) as PropertyValue;
    } catch {
        throw new ProviderError("the server's answer is not the JSON that it says it is");
    }
}

/** What the server says in its error document, if there is one. */
function reason(answer: HttpAnswer): string {
    if (!answer.contentType.includes("json") || answer.body === "") {
        return "";
    }
    const { code, message } = map(map(jsonOf(answer)).error);
    return ` with error: ${text(code)}: ${text(message)}`;
}

/** A text in a `$filter`. */
export const literal = (value: PropertyValue | undefined): string => `'${text(value).replaceAll("'", "''")}'`;

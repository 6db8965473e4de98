import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import type { Answer, Request, Send } from "./send";

/**
 * What msal-node sends its requests with. Its own client has no time limit and knows no proxy, and its errors hide a
 * failed connection behind "endpoints_resolution_error"; this one remembers what really happened last.
 */
export class MsalNetwork implements INetworkModule {
    lastRequest: Promise<Answer> | undefined;

    constructor(private readonly send: Send) {}

    sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
        return this.record({ url, method: "GET", headers: options?.headers ?? {} });
    }

    sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
        return this.record({ url, method: "POST", headers: options?.headers ?? {}, body: options?.body });
    }

    private async record<T>(request: Request): Promise<NetworkResponse<T>> {
        this.lastRequest = this.send(request);
        const { status, headers, body } = await this.lastRequest;
        return { status, headers: { ...headers }, body: JSON.parse(body) as T };
    }
}

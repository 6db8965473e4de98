/**
 * Loaded into a client that cannot be told another address: what it sends to Microsoft's sign-in service and to Microsoft
 * Graph goes to the tenant at LOCAL_TENANT, as with a name server that says so.
 */
const https = require("node:https");
const { env } = require("node:process");
const { URL } = require("node:url");

const { hostname, port } = new URL(env.LOCAL_TENANT);
const microsoftHosts = ["login.microsoftonline.com", "graph.microsoft.com"];
const { request } = https;

https.request = (options, ...rest) => {
    const host = options.hostname ?? options.host;
    if (!microsoftHosts.includes(host)) {
        throw new Error(`a request to ${host}, which is not the local tenant's`);
    }
    const headers = Object.entries(options.headers ?? {}).filter(([name]) => name.toLowerCase() !== "host");
    const target = { hostname, host: hostname, port, agent: undefined, servername: undefined };
    return request({ ...options, ...target, headers: Object.fromEntries(headers) }, ...rest);
};

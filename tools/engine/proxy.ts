import { setGlobalProxyFromEnv } from "node:http";

const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * The environment for commands on the local tenant: a proxy stays in use for downloads, but what is on this machine is
 * reached without it. Both spellings, because programs read one or the other.
 */
export function withLoopbackPastProxy(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const isUsed = ["http_proxy", "https_proxy", "all_proxy", "grpc_proxy"].some(
        (name) => env[name] || env[name.toUpperCase()],
    );
    if (!isUsed) {
        return env;
    }
    const given = (env.NO_PROXY || env.no_proxy || "").split(",").map((host) => host.trim());
    const hosts = [...new Set([...given.filter(Boolean), ...loopback])].join(",");
    return { ...env, NO_PROXY: hosts, no_proxy: hosts };
}

/** Lets this process download through the user's proxy; Node.js would not use one by itself. */
export function downloadThroughProxy(env: NodeJS.ProcessEnv): void {
    const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy, NO_PROXY, no_proxy } = withLoopbackPastProxy(env);
    const [https, http] = [https_proxy || HTTPS_PROXY, http_proxy || HTTP_PROXY].map(withScheme);
    setGlobalProxyFromEnv({ https_proxy: https, http_proxy: http, no_proxy: no_proxy || NO_PROXY });
}

/** `proxy:8080` is how curl and Go take it too. */
const withScheme = (proxy: string | undefined): string | undefined =>
    proxy && !/^\w+:\/\//.test(proxy) ? `http://${proxy}` : proxy;

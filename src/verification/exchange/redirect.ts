import type { Answer } from "../../http/send";

/**
 * Where an answer redirects to, when that is a host to which the token may go: the one that was called, or another of the
 * same domain, such as `eur.office365.com` from `outlook.office365.com`. Undefined for every other answer.
 */
export function redirectTarget({ status, headers }: Answer, from: string): string | undefined {
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, from)) {
        return undefined;
    }
    const [target, origin] = [new URL(location, from), new URL(from)];
    const isOfUs = target.hostname === origin.hostname || target.hostname.endsWith(`.${domainOf(origin.hostname)}`);
    return isOfUs && target.protocol === "https:" && target.username === "" && target.password === ""
        ? target.href
        : undefined;
}

/** Microsoft's hosts are the first label of their cloud's domain; a tenant on this machine has no other host. */
function domainOf(hostname: string): string {
    const labels = hostname.split(".");
    return labels.length > 2 && !/^[\d.]+$/.test(hostname) ? labels.slice(1).join(".") : hostname;
}

import type { Tenant } from "../state";
import { ExchangeThrottled } from "./errors";

const windowMs = 60_000;

interface Window {
    readonly endsAt: number;
    requests: number;
}

/** The current minute of each tenant of each running process; not worth remembering on disk. */
const windows = new WeakMap<object, Map<string, Window>>();

/**
 * Counts a request against the tenant's rate, if it has one.
 * @param process what stands for the running process, the same object each time
 *
 * Assumed (exchange-throttling): minutes that start with their first request, and the headers' values; Microsoft publishes neither.
 * @returns the headers of the answer
 * @throws ExchangeThrottled above the rate
 */
export function countRequest(process: object, tenant: Tenant, now: Date): Readonly<Record<string, string>> {
    const limit = tenant.exchangeRequestsPerMinute;
    if (limit === undefined) {
        return {};
    }
    const window = currentWindow(process, tenant.tenantId, now.getTime());
    window.requests++;
    const headers = {
        "rate-limit-remaining": String(Math.max(limit - window.requests, 0)),
        "rate-limit-reset": new Date(window.endsAt).toISOString(),
    };
    if (window.requests > limit) {
        throw new ExchangeThrottled({
            ...headers,
            "retry-after": String(Math.ceil((window.endsAt - now.getTime()) / 1000)),
        });
    }
    return headers;
}

function currentWindow(process: object, tenantId: string, now: number): Window {
    const ofProcess = windows.get(process) ?? new Map<string, Window>();
    windows.set(process, ofProcess);
    const current = ofProcess.get(tenantId);
    if (current && now < current.endsAt) {
        return current;
    }
    const next = { endsAt: now + windowMs, requests: 0 };
    ofProcess.set(tenantId, next);
    return next;
}

import type { Store } from "../store";
import type { Tenant } from "../state";
import { ExchangeThrottled } from "./errors";

const windowMs = 60_000;

interface Window {
    readonly endsAt: number;
    requests: number;
}

/** The current minute of each tenant of each running process; not worth remembering on disk. */
const windows = new WeakMap<Store, Map<string, Window>>();

/**
 * Counts a request against the tenant's rate, if it has one.
 * Assumed: minutes that start with their first request, and the headers' values; Microsoft publishes neither.
 * @returns the headers of the answer
 * @throws ExchangeThrottled above the rate
 */
export function countRequest(store: Store, tenant: Tenant, now: Date): Readonly<Record<string, string>> {
    const limit = tenant.exchangeRequestsPerMinute;
    if (limit === undefined) {
        return {};
    }
    const window = currentWindow(store, tenant.tenantId, now.getTime());
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

function currentWindow(store: Store, tenantId: string, now: number): Window {
    const ofStore = windows.get(store) ?? new Map<string, Window>();
    windows.set(store, ofStore);
    const current = ofStore.get(tenantId);
    if (current && now < current.endsAt) {
        return current;
    }
    const next = { endsAt: now + windowMs, requests: 0 };
    ofStore.set(tenantId, next);
    return next;
}

import type { Clock } from "../http/clock";

/** A token for Microsoft Graph. */
export interface AccessToken {
    /** A secret. */
    readonly token: string;
    readonly expiresAt: Date;
}

/** Gives an access token for Microsoft Graph, a secret: a new one when the last is about to expire. */
export type TokenSource = () => Promise<string>;

/** How long before its end a token is renewed, in milliseconds: longer than any request with it takes. */
const marginMs = 5 * 60_000;

/** Keeps a token for as long as it is good. */
export function cached(request: () => Promise<AccessToken>, clock: Pick<Clock, "now">): TokenSource {
    let last: AccessToken | undefined;
    return async () => {
        if (last === undefined || last.expiresAt.getTime() - clock.now().getTime() < marginMs) {
            last = await request();
        }
        return last.token;
    };
}

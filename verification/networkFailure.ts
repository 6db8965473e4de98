import type { Refusal } from "./check";

/** Thrown when a request got no answer. It says so in the words of a {@link Refusal}. */
export class NetworkFailure extends Error implements Refusal {
    override readonly name = "NetworkFailure";
    readonly evidence: string;
    readonly remedy: string;
    readonly mayPassWithTime: boolean;

    constructor(host: string, cause: unknown) {
        const code = failureCode(cause);
        const { happened, remedy, mayPassWithTime } = kinds.find(({ codes }) => codes.test(code)) ?? unknownKind;
        const evidence = `${host} ${happened} (${code})`;
        super(evidence);
        this.evidence = evidence;
        this.remedy = remedy;
        this.mayPassWithTime = mayPassWithTime;
    }
}

interface FailureKind {
    readonly codes: RegExp;
    /** Follows the host's name. */
    readonly happened: string;
    readonly remedy: string;
    readonly mayPassWithTime: boolean;
}

const reachable =
    "Check that this machine may reach the host. Behind a proxy set HTTPS_PROXY and NODE_USE_ENV_PROXY=1 (Node.js 22.21, 24 and later).";

/** Codes of libuv, OpenSSL and undici, as they stand in `error.code`. */
const kinds: readonly FailureKind[] = [
    {
        codes: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
        happened: "shows a TLS certificate outside its dates",
        remedy: "Check the clock of this machine, and whether a proxy inspects TLS with an expired certificate.",
        mayPassWithTime: false,
    },
    {
        codes: /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
        happened: "shows a TLS certificate that this machine does not trust",
        remedy: "When a proxy inspects TLS, or the tenant is a local one, let NODE_EXTRA_CA_CERTS name the PEM file of its certificate authority.",
        mayPassWithTime: false,
    },
    {
        codes: /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES)$/,
        happened: "cannot be reached",
        remedy: reachable,
        mayPassWithTime: false,
    },
    {
        codes: /^(ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|TimeoutError|UND_ERR_(SOCKET|\w+_TIMEOUT))$/,
        happened: "did not answer in time, or cut the connection",
        remedy: `When it lasts: ${reachable}`,
        mayPassWithTime: true,
    },
];

const unknownKind: Omit<FailureKind, "codes"> = {
    happened: "cannot be called",
    remedy: reachable,
    mayPassWithTime: false,
};

/** `fetch` says only "fetch failed"; the reason is the innermost cause, or the first of several addresses tried. */
function failureCode(error: unknown): string {
    // By shape: an error of another JavaScript realm is no instance of this one's Error.
    const { cause, errors, code, name, message } = Object(error) as Partial<NodeJS.ErrnoException & AggregateError>;
    if (cause !== undefined) {
        return failureCode(cause);
    }
    if (errors?.[0] !== undefined) {
        return failureCode(errors[0]);
    }
    // A DOMException, such as the one of a timeout, has a number as its code.
    return typeof code === "string" ? code : name === "TimeoutError" ? name : (message ?? "no reason given");
}

import type { Refusal } from "../checks/check";

/** Thrown when a request got no answer. It says so in the words of a {@link Refusal}. */
export class NetworkFailure extends Error implements Refusal {
    override readonly name = "NetworkFailure";
    readonly evidence: string;
    readonly remedy: string;
    readonly mayPassWithTime: boolean;
    readonly isTransient = true;

    constructor(host: string, cause: unknown) {
        const reason = innermost(cause);
        const code = codeOf(reason);
        const { happened, remedy, mayPassWithTime } = kinds.find(({ codes }) => codes.test(code)) ?? unknownKind;
        const status = reason.statusCode;
        const evidence = `${host} ${happened} (${code}${status === undefined ? "" : `, HTTP ${status}`})`;
        super(evidence);
        this.evidence = evidence;
        this.remedy = remedy;
        // 502 to 504 of a proxy are about the host behind it.
        this.mayPassWithTime = status === undefined ? mayPassWithTime : status >= 500;
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
    "Check that this machine can reach the host. Behind a proxy, set HTTPS_PROXY to its URL, http://host:port.";

/** Codes of libuv, OpenSSL and Node.js, as they stand in `error.code`. */
const kinds: readonly FailureKind[] = [
    {
        codes: /^ERR_ANSWER_TOO_LONG$/,
        happened: "sent an answer of more than 10 MiB",
        remedy: "Check what answers in place of Microsoft's service, such as a proxy.",
        mayPassWithTime: false,
    },
    {
        codes: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
        happened: "shows a TLS certificate outside its dates",
        remedy: "Check the clock of this machine, and whether a proxy inspects TLS with an expired certificate.",
        mayPassWithTime: false,
    },
    {
        codes: /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
        happened: "shows a TLS certificate that this machine does not trust",
        remedy: "If a proxy inspects TLS, or the tenant is a local one, set NODE_EXTRA_CA_CERTS to the PEM file of its certificate authority.",
        mayPassWithTime: false,
    },
    {
        codes: /^ERR_PROXY_/,
        happened: "cannot be reached through the proxy",
        remedy: "Check the URL and the password in HTTPS_PROXY, and whether the proxy allows this host. Hosts in NO_PROXY are called directly.",
        mayPassWithTime: false,
    },
    {
        codes: /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES)$/,
        happened: "cannot be reached",
        remedy: reachable,
        mayPassWithTime: false,
    },
    {
        codes: /^(ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|TimeoutError)$/,
        happened: "did not answer in time, or cut the connection",
        remedy: `If this persists: ${reachable}`,
        mayPassWithTime: true,
    },
];

const unknownKind: Omit<FailureKind, "codes"> = {
    happened: "cannot be called",
    remedy: reachable,
    mayPassWithTime: false,
};

/** What an error says of its reason; by shape, as one of another JavaScript realm is not an instance of this one's Error. */
type Reason = Partial<NodeJS.ErrnoException & AggregateError & { readonly statusCode: number }>;

/** The reason may be an inner cause, or the first of several addresses tried. */
function innermost(error: unknown): Reason {
    const reason = Object(error) as Reason;
    const inner: unknown = reason.cause ?? reason.errors?.[0];
    return inner === undefined ? reason : innermost(inner);
}

function codeOf({ code, name, message }: Reason): string {
    // A DOMException, such as the one of a timeout, has a number as its code.
    return typeof code === "string" ? code : name === "TimeoutError" ? name : (message ?? "no reason given");
}

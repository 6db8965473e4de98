/**
 * The rooms of the project: what each holds, and which others it may import; every other room is closed to it. `never`
 * names what a room keeps out besides (see `outside` below).
 *
 * The lint fence (tools/lint/fence.mjs) and the table in ARCHITECTURE.md come from this list. The build and the package
 * take `components/` and `src/` whole, so they need no list.
 */
export const rooms = {
    "src/errors": {
        holds: "the one error for users, and the exit statuses",
        imports: [],
        never: ["pulumi", "network", "files"],
    },
    "src/checks": {
        holds: "the one shape of a check, and the results that it can have",
        imports: [],
        never: ["pulumi", "network", "files"],
    },
    "src/files": {
        holds: "one way to read a file that a person named",
        imports: ["src/errors"],
        never: ["pulumi", "network"],
    },
    "src/shells": {
        holds: "texts as words of `sh` and as literals of PowerShell",
        imports: [],
        never: ["pulumi", "network", "files"],
    },
    "src/microsoft": {
        holds: "what is true of Microsoft's side, as data and small pure rules, each with its source",
        imports: ["src/shells"],
        never: ["pulumi", "network", "files"],
    },
    "src/certificate": {
        holds: "X.509, PKCS#12 and one reader for keys and certificates of all kinds: pure",
        imports: ["src/errors"],
        never: ["pulumi", "network", "files"],
    },
    "src/identities": {
        holds: "names that are identities: component tokens, child names, the ownership tag, the targets in Azure",
        imports: ["src/microsoft"],
        never: ["pulumi", "network", "files"],
    },
    "src/connection": {
        holds: "the `Connection` type, its version, parsing",
        imports: ["src/errors", "src/microsoft", "src/certificate"],
        never: ["pulumi", "network", "files"],
    },
    "src/http": {
        holds: "one way to send, network failures, texts from outside made safe to show, clocks, endpoints",
        imports: ["src/errors", "src/checks", "src/microsoft"],
        never: ["pulumi"],
    },
    "src/text": {
        holds: "texts in the words of a format, with nothing in them that it would obey: terminal tables, Markdown, HTML, XML, JSON",
        imports: ["src/http"],
        never: ["pulumi", "network", "files"],
    },
    "src/delivery": {
        holds: "texts and files for people and machines: `formats/` of exported files, forms of the `connection/`, `powershell/` scripts, `hosts/`; the manifest of what was delivered where",
        imports: [
            "src/errors",
            "src/files",
            "src/checks",
            "src/shells",
            "src/microsoft",
            "src/identities",
            "src/certificate",
            "src/connection",
        ],
        never: ["pulumi", "network"],
    },
    components: {
        holds: "Pulumi component resources, one per file; `azure/` has those that need azure-native",
        imports: ["src/errors", "src/microsoft", "src/identities", "src/certificate", "src/connection", "src/delivery"],
        never: ["network", "files"],
    },
    "src/verification": {
        holds: "the ladder of checks from a `Connection` and a key to a verdict: `rungs/`, one object each",
        imports: ["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/connection", "src/http"],
        never: ["pulumi"],
    },
    "src/privileges": {
        holds: "what PowerShell scripts need in Exchange Online: `powershell/` reads them, the rest judges, compares and asks",
        imports: ["src/errors", "src/files", "src/checks", "src/shells", "src/microsoft"],
        never: ["pulumi", "network", "files"],
    },
    "src/pulumi": {
        holds: "everything that runs the `pulumi` command line or reads its documents",
        imports: ["src/errors", "src/files", "src/identities", "src/certificate", "src/connection"],
        never: ["network"],
    },
    "src/definition": {
        holds: "what a stack is deployed from, and its digest; the digest of a state; the file `promotion.json`",
        imports: ["src/errors", "src/files", "src/pulumi"],
        never: ["pulumi", "network"],
    },
    "src/attestation": {
        holds: "a proof as a signed file: in-toto statement, DSSE envelope, its check",
        imports: ["src/errors", "src/checks", "src/certificate", "src/connection", "src/verification"],
        never: ["pulumi", "network", "files"],
    },
    "src/graph": {
        holds: "a tenant's Microsoft Graph, read with the deployer's credentials as the azuread provider would use them; changes nothing but whether an application is deactivated",
        imports: [
            "src/errors",
            "src/files",
            "src/checks",
            "src/microsoft",
            "src/identities",
            "src/certificate",
            "src/http",
            "src/pulumi",
        ],
        never: ["pulumi"],
    },
    "src/proof": {
        holds: "reads logins, verifies many of them, reports and attests the result",
        imports: [
            ...[
                "src/errors",
                "src/files",
                "src/checks",
                "src/certificate",
                "src/connection",
                "src/http",
                "src/verification",
            ],
            ...["src/pulumi", "src/delivery", "src/definition", "src/attestation"],
        ],
        never: ["pulumi"],
    },
    "src/repair": {
        holds: "how a stack's state and the tenant differ, and what repairs that",
        imports: [
            "src/errors",
            "src/checks",
            "src/shells",
            "src/microsoft",
            "src/identities",
            "src/certificate",
            "src/http",
            "src/pulumi",
            "src/graph",
        ],
        never: ["pulumi", "network", "files"],
    },
    "src/renewal": {
        holds: "where the renewal of a certificate is and what is due next; `expiry/`: when certificates end, for people, calendars and monitoring",
        imports: [
            ...["src/errors", "src/checks", "src/microsoft", "src/identities", "src/certificate", "src/connection"],
            ...["src/http", "src/delivery", "src/pulumi", "src/graph", "src/preflight"],
        ],
        never: ["pulumi", "network", "files"],
    },
    "src/access": {
        holds: "access tuples (who can do what, where, by what, until when) and their difference",
        imports: ["src/errors", "src/microsoft", "src/identities", "src/certificate", "src/pulumi"],
        never: ["pulumi", "network", "files"],
    },
    "src/audit": {
        holds: "previews, plans, states and tenants as access tuples, the rules that judge them, one report, `formats/`",
        imports: [
            ...["src/errors", "src/checks", "src/microsoft", "src/identities", "src/certificate", "src/access"],
            ...["src/pulumi", "src/graph", "src/http", "src/text"],
        ],
        never: ["pulumi", "network"],
    },
    "src/preflight": {
        holds: "what would stop a planned update, and what scripts would feel of it",
        imports: [
            ...["src/errors", "src/checks", "src/microsoft", "src/identities", "src/certificate", "src/http"],
            ...["src/delivery", "src/pulumi", "src/graph", "src/repair"],
        ],
        never: ["pulumi", "network", "files"],
    },
    "src/promotion": {
        holds: "carries a definition that is verified in one stack to another: rules, plan, seal, journal, record",
        imports: [
            ...["src/errors", "src/files", "src/checks", "src/microsoft", "src/identities", "src/connection"],
            ...["src/http", "src/delivery", "src/pulumi", "src/definition", "src/attestation", "src/graph"],
            ...["src/proof", "src/repair", "src/preflight", "src/access", "src/audit", "src/certificate"],
            ...["src/verification"],
        ],
        never: ["pulumi", "network"],
    },
    "src/cli": {
        holds: "`commands/`, one folder each; `options/`, `terminal/`, `reporters/`: parses and prints",
        imports: [
            ...[
                "src/errors",
                "src/files",
                "src/checks",
                "src/shells",
                "src/microsoft",
                "src/identities",
                "src/certificate",
                "src/connection",
                "src/http",
                "src/text",
            ],
            ...["src/verification", "src/delivery", "src/pulumi", "src/graph", "src/proof"],
            ...[
                "src/repair",
                "src/preflight",
                "src/attestation",
                "src/access",
                "src/audit",
                "src/renewal",
                "src/privileges",
            ],
            ...["src/definition", "src/promotion"],
        ],
        never: ["pulumi"],
    },
    policy: {
        holds: "the audit's rules as a Pulumi policy pack",
        imports: ["src/access", "src/audit", "src/pulumi"],
        never: ["network", "files"],
    },
    "packages/local-tenant": {
        holds: "a Microsoft tenant on loopback for anybody's azuread, Graph or MSAL code; knows nothing of this product",
        imports: [],
        never: ["pulumi"],
    },
    "packages/provider-stand-ins": {
        holds: "stand-ins for Pulumi's language host and the azuread, tls and azure-native plugins (private)",
        imports: ["packages/local-tenant"],
        never: [],
    },
    tools: {
        holds: "`engine/`, `sandbox/`, `bench/`, `docs/`, `lint/`: what this repository needs and users do not",
        imports: [
            ...[
                "components",
                "src/errors",
                "src/identities",
                "src/shells",
                "src/pulumi",
                "src/microsoft",
                "src/certificate",
                "src/connection",
                "src/http",
                "src/graph",
            ],
            ...[
                "src/verification",
                "src/delivery",
                "src/access",
                "src/audit",
                "packages/local-tenant",
                "packages/provider-stand-ins",
            ],
        ],
        never: [],
    },
    examples: { holds: "whole programs, run by tests and by the bench", imports: ["components"], never: [] },
};

/** What lies outside of the project, by the words of `never`. */
export const outside = {
    pulumi: { pattern: /^@pulumi\//, message: "this room knows nothing of Pulumi" },
    network: {
        pattern: /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/|$)|^@azure\//,
        message: "this room never opens a connection",
    },
    files: {
        pattern: /^(node:)?(fs|child_process|readline|timers)(\/|$)/,
        message: "this room reads and writes no files",
    },
};

/** The rooms that are packages of their own, by the names under which others import them. */
export const packageRooms = {
    "microsoft-local-tenant": "packages/local-tenant",
    "provider-stand-ins": "packages/provider-stand-ins",
};

/**
 * The rooms of the project, and what each may import of the others. A room that is not named in a row is closed to it.
 * The lint fence (tools/lint/fence.mjs) and the test of ARCHITECTURE.md read this list. The build and the package take
 * `components/` and `src/` whole, so they need no list.
 *
 * `never` names what a room keeps out besides: see `outside` below.
 */
export const rooms = {
    "src/errors": { imports: [], never: ["pulumi", "network", "files"] },
    "src/checks": { imports: [], never: ["pulumi", "network", "files"] },
    "src/microsoft": { imports: [], never: ["pulumi", "network", "files"] },
    "src/certificate": { imports: ["src/errors"], never: ["pulumi", "network", "files"] },
    "src/connection": { imports: ["src/errors", "src/microsoft"], never: ["pulumi", "network", "files"] },
    "src/http": { imports: ["src/errors", "src/checks", "src/microsoft"], never: ["pulumi"] },
    "src/delivery": {
        imports: ["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/connection"],
        never: ["pulumi", "network"],
    },
    components: {
        imports: ["src/errors", "src/microsoft", "src/certificate", "src/connection", "src/delivery"],
        never: ["network", "files"],
    },
    "src/verification": {
        imports: ["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/connection", "src/http"],
        never: ["pulumi"],
    },
    "src/pulumi": { imports: ["src/errors", "src/connection"], never: ["network"] },
    "src/attestation": {
        imports: ["src/errors", "src/checks", "src/certificate", "src/connection", "src/verification"],
        never: ["pulumi", "network", "files"],
    },
    "src/graph": {
        imports: ["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/http", "src/pulumi"],
        never: ["pulumi"],
    },
    "src/proof": {
        imports: [
            ...["src/errors", "src/checks", "src/certificate", "src/connection", "src/http", "src/verification"],
            ...["src/pulumi", "src/delivery", "src/attestation"],
        ],
        never: ["pulumi"],
    },
    "src/repair": {
        imports: ["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/pulumi", "src/graph"],
        never: ["pulumi", "network", "files"],
    },
    "src/preflight": {
        imports: [
            ...["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/http"],
            ...["src/pulumi", "src/graph", "src/repair"],
        ],
        never: ["pulumi", "network", "files"],
    },
    "src/cli": {
        imports: [
            ...["src/errors", "src/checks", "src/microsoft", "src/certificate", "src/connection", "src/http"],
            ...["src/verification", "src/delivery", "src/pulumi", "src/graph", "src/proof"],
            ...["src/repair", "src/preflight", "src/attestation"],
        ],
        never: ["pulumi"],
    },
    "packages/local-tenant": { imports: [], never: ["pulumi"] },
    "packages/provider-stand-ins": { imports: ["packages/local-tenant"], never: [] },
    tools: {
        imports: [
            ...["src/microsoft", "src/certificate", "src/connection", "src/verification", "src/delivery"],
            ...["packages/local-tenant", "packages/provider-stand-ins"],
        ],
        never: [],
    },
    examples: { imports: ["components"], never: [] },
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

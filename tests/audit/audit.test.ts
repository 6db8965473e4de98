import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { audit } from "../../src/audit/audit";
import { auditFormats } from "../../src/audit/formats";
import { parseGateConditions } from "../../src/audit/gate";
import type { AccessChange, AuditReport, Finding } from "../../src/audit/report";
import { parseWaivers, type WaiverEntry } from "../../src/audit/waivers";
import { readableProperties } from "../../src/access/readableProperties";
import { readDocumentText } from "../../src/pulumi/documents/readDocument";
import {
    application,
    auditOf,
    documentText,
    now,
    permissionOf,
    permissions,
    previewOf,
    reportOn,
    roleOf,
    roles,
    servicePrincipal,
    stackState,
} from "./support";

const summary = ({ change, before, after }: AccessChange): string =>
    `${change} ${(after ?? before)?.principal ?? ""} ${(after ?? before)?.what ?? "?"}`;
const access = (report: AuditReport): string[] =>
    report.changes
        .filter(({ change }) => change !== "unchanged")
        .map(summary)
        .sort();
const rulesOf = ({ findings }: AuditReport): string[] => findings.map(({ rule }) => rule);

describe("the same update of this package's program", () => {
    const expected = [
        "added exo Global Administrator",
        "added exo certificate next",
        "widened exo AzureADMultipleOrgs",
    ];
    const findings = [
        ...["global-administrator", "multi-tenant-audience", "grant-added", "long-lived-credential"],
        "credential-added",
    ];

    it.each(["broaden.preview.json", "broaden.events.jsonl", "broaden.eventlog.jsonl", "broaden.up.events.jsonl"])(
        "is read alike from %s",
        async (name) => {
            const report = await auditOf([name]);
            expect(access(report)).toEqual(expected);
            expect(rulesOf(report)).toEqual(findings);
            expect(report.notJudged).toEqual([]);
        },
    );

    it.each([["broaden.plan.json"], ["broaden.secrets.plan.json"]])(
        "is read alike from %s and the state",
        async (plan) => {
            const report = await auditOf([plan, "first.state.json"]);
            expect(access(report)).toEqual(expected);
            expect(rulesOf(report)).toEqual(findings);
            expect(report.notJudged).toEqual([]);
        },
    );

    it("is not called unchanged where a plan does not hold what was before", async () => {
        const alone = await auditOf(["broaden.plan.json"]);
        expect(access(alone)).toContain("notKnownYet exo AzureADMultipleOrgs");
        expect(alone.counts.notJudged).toBe(1);
        const removal = await auditOf(["narrow.plan.json"]);
        expect(removal.notJudged.map(({ why, resource }) => `${why} ${resource}`)).toEqual([
            "notKnownYet exo/exo",
            "stateMissing exo-62e90394-69f5-4237-9190-012177145e10",
            "stateMissing exo-next",
        ]);
        expect((await auditOf(["narrow.plan.json"], { failOn: ["unknown"] })).verdict.exitStatus).toBe(1);
        const complete = await auditOf(["narrow.plan.json", "broad.state.json"]);
        expect(complete.notJudged).toEqual([]);
        expect(access(complete)).toEqual([
            "narrowed exo AzureADMyOrg",
            "removed exo Global Administrator",
            "removed exo certificate next",
        ]);
    });

    it("is compared with what is there, not with what waits for its deletion", () => {
        const state = JSON.parse(documentText("first.state.json")) as {
            deployment: { resources: { type: string; inputs: object }[] };
        };
        const { resources } = state.deployment;
        const role = resources.find(({ type }) => type.endsWith(":DirectoryRoleAssignment"));
        resources.push({
            ...(role as (typeof resources)[number]),
            ...{ delete: true, inputs: { ...role?.inputs, roleId: roles.globalAdministrator } },
        });
        const document = readDocumentText("state.json", JSON.stringify(state), readableProperties);
        const plan = readDocumentText("plan.json", documentText("broaden.plan.json"), readableProperties);
        expect(access(audit({ documents: [plan, document], now }))).toEqual(expected);
    });

    it("names each credential with its facts, although its value is a secret", async () => {
        const { changes } = await auditOf(["broad.state.json"]);
        const credentials = changes.flatMap(({ after }) => after?.credential ?? []);
        expect(
            credentials.map(({ certificate, thumbprint, key, signatureAlgorithm, validityDays }) => [
                ...[certificate, /^[0-9A-F]{40}$/.test(thumbprint ?? ""), key, signatureAlgorithm, validityDays],
            ]),
        ).toEqual([
            ["current", true, "RSA 2048", "sha256WithRSAEncryption", 365],
            ["next", true, "RSA 2048", "sha256WithRSAEncryption", 1826],
        ]);
    });

    it("finds that a renewal in place interrupts, and that a removal of an old certificate does not", async () => {
        expect(rulesOf(await auditOf(["renewed.preview.json"]))).toContain("no-credential-overlap");
        expect(rulesOf(await auditOf(["narrow.preview.json"]))).not.toContain("no-credential-overlap");
        expect(rulesOf(await auditOf(["destroy.preview.json"]))).toEqual([]);
    });
});

describe("a program written by hand", () => {
    it.each(["byHand.create.preview.json", "byHand.create.events.jsonl"])("shows its access in %s", async (name) => {
        expect(access(await auditOf([name]))).toEqual([
            "added app AzureADMyOrg",
            "added app Exchange Administrator",
            "added app Office 365 Exchange Online: Exchange.ManageAsApp",
            "added app c3f12c7a-0687-806c-a75f-567083ca20ea",
            "added app c3f12c7a-0687-806c-a75f-567083ca20ea",
            "added app certificate certificate",
        ]);
    });

    it("shows a role in place of one that it includes as widened", async () => {
        expect(access(await auditOf(["byHand.widen.events.jsonl"]))).toEqual(["widened app Global Administrator"]);
    });

    it.each(["byHand.failed.preview.json", "byHand.failed.events.jsonl"])(
        "whose preview failed (%s) is incomplete, not unchanged",
        async (name) => {
            const report = await auditOf([name], { failOn: ["unknown"] });
            expect(new Set(report.notJudged.map(({ why }) => why))).toEqual(new Set(["incomplete"]));
            expect(report.verdict.exitStatus).toBe(1);
        },
    );

    it("counts types that are not understood, and steps without their state", () => {
        const other = { type: "aws:iam/role:Role", name: "other" };
        expect(reportOn(previewOf([], [other])).notJudged).toMatchObject([
            { why: "typeNotUnderstood", resource: "other" },
        ]);
        const urn = "urn:pulumi:prod::program::azuread:index/application:Application::app";
        const text = JSON.stringify({ steps: [{ op: "update", urn }] });
        expect(reportOn(readDocumentText("p.json", text, readableProperties)).notJudged).toMatchObject([
            { why: "stateMissing", resource: "app", evidence: [{ source: "p.json", pointer: "/steps/0" }] },
        ]);
    });
});

describe("a program for two tenants", () => {
    const tenants = { a: "aaaaaaaa-1111-4000-8000-000000000000", b: "bbbbbbbb-1111-4000-8000-000000000000" };
    const provider = (tenant: "a" | "b"): string => `urn:pulumi:prod::program::pulumi:providers:azuread::${tenant}`;
    /** A preview that removes a role in one tenant and adds one in another, or moves it there. */
    const moved = (resource: string, role: string): AccessChange[] => {
        const state = (name: string, roleId: string, tenant: "a" | "b") => {
            const type = "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment";
            const inputs = { roleId, principalObjectId: "cccccccc-0000-4000-8000-000000000000" };
            const urn = `urn:pulumi:prod::program::${type}::${name}`;
            return { urn, type, custom: true, inputs, provider: `${provider(tenant)}::id` };
        };
        const providers = (["a", "b"] as const).map((tenant) => {
            const urn = provider(tenant);
            const inputs = { tenantId: tenants[tenant] };
            return { op: "same", urn, newState: { urn, type: "pulumi:providers:azuread", custom: true, inputs } };
        });
        const [oldState, newState] = [state("role", roles.globalReader, "a"), state(resource, role, "b")];
        const steps =
            oldState.urn === newState.urn
                ? [{ op: "replace", urn: newState.urn, oldState, newState }]
                : [
                      { op: "delete", urn: oldState.urn, oldState },
                      { op: "create", urn: newState.urn, newState },
                  ];
        const text = JSON.stringify({ steps: [...providers, ...steps] });
        return [...reportOn(readDocumentText("preview.json", text, readableProperties)).changes];
    };

    it.each([
        ["moves to", "role"],
        ["is removed here and added in", "other"],
    ])("has more access when a role %s the other tenant", (_, resource) => {
        expect(moved(resource, roles.globalReader)).toMatchObject([
            { change: "replaced", broadens: true, reason: `in the tenant ${tenants.b} instead of ${tenants.a}` },
        ]);
    });

    it("has another role in the other tenant, not a wider one", () => {
        expect(
            moved("other", roles.globalAdministrator)
                .map(({ change }) => change)
                .sort(),
        ).toEqual(["added", "removed"]);
    });
});

describe("what a document leaves open", () => {
    const login = [application(), servicePrincipal];
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    it.each([
        ["owners", ["bbbbbbbb-0000-4000-8000-000000000000"], "removed app bbbbbbbb-0000-4000-8000-000000000000"],
        ["password", { endDate: "2027-01-01T00:00:00Z" }, "removed app client secret app"],
    ])("is not filled from before where the program removes the input %s", (property, value, expected) => {
        const { outputs = {}, ...rest } = application();
        const before = { ...rest, inputs: { [property]: value }, outputs: { ...outputs, [property]: value } };
        expect(access(reportOn(previewOf([before], [{ ...rest, inputs: {}, outputs }])))).toContain(expected);
    });

    it.each([
        ["signInAudience", unknown],
        ["signInAudience", 5],
        ["signInAudience", { planted: true }],
        ["requiredResourceAccesses", [unknown]],
        ["requiredResourceAccesses", [{ resourceAppId: permissions.mailRead, resourceAccesses: unknown }]],
        ["owners", [unknown]],
    ])("is not known yet, and not the default: %s %j", (property, value) => {
        const after = application("app", { [property]: value });
        const report = reportOn(previewOf([application()], [after]), { failOn: ["unknown"] });
        expect(access(report)).toContain("notKnownYet app ?");
        expect(report.verdict.exitStatus).toBe(1);
    });

    it("is not what the name of a custom role promises", () => {
        const custom = { type: "CustomDirectoryRole", name: "custom", inputs: { displayName: "Global Reader" } };
        const role = roleOf(unknown, { from: { roleId: "custom", principalObjectId: "principal" } });
        const report = reportOn(previewOf(login, [...login, custom, role]));
        expect(access(report)).toEqual(["added app custom role Global Reader"]);
        expect(rulesOf(report)).toContain("outside-least-privilege");
    });

    it("is not removed where retainOnDelete keeps it in the tenant", () => {
        const role = { ...roleOf(roles.globalReader), retainOnDelete: true };
        expect(access(reportOn(previewOf([...login, role], login)))).toEqual([]);
        const other = roleOf(roles.securityReader);
        const replaced = reportOn(previewOf([...login, role], [...login, other], { replaced: ["role"] }));
        expect(access(replaced)).toEqual(["added app Security Reader"]);
        expect(replaced.counts.changes.removed).toBe(0);
    });

    it("is counted for a policy that opens a key vault", () => {
        const policy = { type: "azure-native:keyvault:AccessPolicy", name: "reader" };
        expect(reportOn(previewOf([], [policy])).notJudged.map(({ why }) => why)).toEqual(["typeNotUnderstood"]);
    });

    it("is joined in programs for version 5 of the provider, too", () => {
        const { outputs = {} } = application();
        const { clientId: applicationId, objectId } = outputs;
        const program = [
            { ...application(), outputs: { applicationId, objectId } },
            { ...servicePrincipal, inputs: { applicationId }, from: {} },
            roleOf(roles.globalReader),
        ];
        expect(access(reportOn(stackState(program), { base: [stackState(program.slice(0, 2))] }))).toEqual([
            "added app Global Reader",
        ]);
    });
});

describe("a comparison", () => {
    it("of one stack at two times shows what was added", async () => {
        const base = [readDocumentText("first.json", documentText("first.state.json"), readableProperties)];
        const report = await auditOf(["broad.state.json"], { base });
        expect(access(report)).toEqual([
            "added exo Global Administrator",
            "added exo certificate next",
            "widened exo AzureADMultipleOrgs",
        ]);
        expect(report.findings.every(({ baseline }) => baseline === "new")).toBe(true);
    });

    it("shows findings of the base that are gone, and does not count them", async () => {
        const base = [readDocumentText("broad.json", documentText("broad.state.json"), readableProperties)];
        const report = await auditOf(["first.state.json"], { base, failOn: ["note"] });
        expect(report.findings.map(({ rule, baseline }) => `${rule} ${baseline ?? ""}`)).toContain(
            "global-administrator absent",
        );
        expect(report.verdict).toMatchObject({ exitStatus: 0, failedOn: [] });
    });

    it("of equal stacks in two tenants shows nothing, and of a wider one what is wider", () => {
        const tenant = (id: string) => ({
            type: "pulumi:providers:azuread",
            name: "default",
            inputs: { tenantId: id },
        });
        const stack = (id: string, role: string, owner: string) => {
            const provider = `urn:pulumi:${id}::program::pulumi:providers:azuread::default::p`;
            const resources = [
                application("app", { owners: [`${owner.repeat(8)}-0000-4000-8000-000000000000`] }),
                servicePrincipal,
                roleOf(role),
            ];
            return stackState(
                [
                    tenant(`${id.repeat(8)}-0000-4000-8000-000000000000`),
                    ...resources.map((one) => ({ ...one, provider })),
                ],
                id,
            );
        };
        const compare = (role: string) =>
            audit({ documents: [stack("2", role, "b")], base: [stack("1", roles.globalReader, "a")], now });
        expect(access(compare(roles.globalReader))).toEqual([]);
        expect(access(compare(roles.globalAdministrator))).toEqual(["widened app Global Administrator"]);
    });

    it("with a preview that shows only changes does not guess", async () => {
        const base = [readDocumentText("base.json", documentText("create.preview.json"), readableProperties)];
        const report = await auditOf(["broaden.preview.json"], { base });
        expect(access(report)).toContain("notKnownYet exo Global Reader");
        expect(access(report).filter((one) => one.startsWith("removed"))).toEqual([]);
    });

    it("of different numbers of stacks is refused", () => {
        const [one, other] = [stackState([application()], "a"), stackState([application()], "b")];
        expect(() => audit({ documents: [one, other], base: [one], now })).toThrow(/do not show the same stacks/);
    });
});

describe("the report is a pure function of its input", () => {
    /** Keys in another order; with `steps`, steps and resources, too. */
    const shuffled = (value: unknown, random: () => number, steps: boolean, key = ""): unknown => {
        if (Array.isArray(value)) {
            const items = value.map((one) => shuffled(one, random, steps));
            return steps && (key === "steps" || key === "resources") ? mixed(items, random) : items;
        }
        return typeof value !== "object" || value === null
            ? value
            : Object.fromEntries(
                  mixed(Object.entries(value), random).map(([name, one]) => [name, shuffled(one, random, steps, name)]),
              );
    };
    const mixed = <T>(items: readonly T[], random: () => number): T[] =>
        items
            .map((item) => ({ item, place: random() }))
            .sort((one, other) => one.place - other.place)
            .map(({ item }) => item);
    const rendered = (report: AuditReport): string[] => Object.values(auditFormats).map((render) => render(report));
    const documents = ["broaden.preview.json", "broaden.plan.json", "broad.state.json"];
    const reports = (random: () => number, steps: boolean): AuditReport[] =>
        documents.map((name) => {
            const text = JSON.stringify(shuffled(JSON.parse(documentText(name)), random, steps));
            const machine = `/machine${random()}/${name}`;
            return reportOn(readDocumentText(machine, text, readableProperties));
        });
    const generator =
        (seed: number): (() => number) =>
        () =>
            (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const original = documents.map((name) =>
        reportOn(readDocumentText(`/a/${name}`, documentText(name), readableProperties)),
    );

    it("equal to the byte in another order of properties, in every format and on every machine", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (seed) => {
                expect(reports(generator(seed), false).map(rendered)).toEqual(original.map(rendered));
            }),
            { numRuns: 10 },
        );
    });

    it("equal but for the places in the file in another order of resources", () => {
        const withoutPlaces = (report: AuditReport): string => JSON.stringify(report).replace(/"pointer":"[^"]*"/g, "");
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (seed) => {
                expect(reports(generator(seed), true).map(withoutPlaces)).toEqual(original.map(withoutPlaces));
            }),
            { numRuns: 10 },
        );
    });

    it("equal in the other order of files", async () => {
        const names = ["broaden.preview.json", "byHand.state.json", "first.state.json"];
        expect(rendered(await auditOf([...names].reverse()))).toEqual(rendered(await auditOf(names)));
    });

    it("equal in every time zone", () => {
        const script = `const { readDocumentText } = require("./dist/src/pulumi/documents/readDocument.js");
            const { readableProperties } = require("./dist/src/access/readableProperties.js");
            const { audit } = require("./dist/src/audit/audit.js");
            const { auditFormats } = require("./dist/src/audit/formats/index.js");
            const text = require("node:zlib").gunzipSync(require("node:fs").readFileSync("tests/audit/documents/broad.state.json.gz")).toString();
            const report = audit({ documents: [readDocumentText("s", text, readableProperties)], now: "${now}" });
            console.log(Object.values(auditFormats).map((render) => render(report)).join(""));`;
        const inZone = (TZ: string): string =>
            execFileSync(process.execPath, ["-e", script], { env: { ...process.env, TZ }, encoding: "utf8" });
        expect(inZone("Pacific/Kiritimati")).toBe(inZone("America/Los_Angeles"));
    });
});

describe("waivers", () => {
    const document = previewOf([], [application("app", { signInAudience: "AzureADMultipleOrgs" })]);
    const finding = reportOn(document).findings.find(({ rule }) => rule === "multi-tenant-audience") as Finding;
    const waiver = (more: Partial<WaiverEntry> = {}): WaiverEntry => ({
        ...{
            finding: finding.fingerprint,
            rule: finding.rule,
            stack: "prod",
            reason: "several tenants",
            owner: "team",
        },
        ...{ until: "2026-12-31", link: "https://contoso.example/1", ...more },
    });
    const waived = (entries: readonly WaiverEntry[]): AuditReport =>
        reportOn(document, { failOn: ["high"], waivers: { file: "waivers.yaml", entries } });

    it("accept one finding, which stays visible", () => {
        expect(reportOn(document, { failOn: ["high"] }).verdict.exitStatus).toBe(1);
        const report = waived([waiver()]);
        expect(report.verdict.exitStatus).toBe(0);
        expect(report.counts).toMatchObject({ waived: 1, findings: { high: 0 } });
        expect(report.findings.find(({ fingerprint }) => fingerprint === finding.fingerprint)?.waiver).toMatchObject({
            owner: "team",
        });
    });

    it("cover the broadening that the finding is about", () => {
        const all = reportOn(document).findings.map(({ fingerprint, rule }) => waiver({ finding: fingerprint, rule }));
        const gate = (entries: readonly WaiverEntry[]) =>
            reportOn(document, { failOn: ["broadening"], waivers: { file: "w", entries } }).verdict.exitStatus;
        expect([gate(all), gate(all.slice(1))]).toEqual([0, 1]);
    });

    it("are findings themselves when they have expired, match nothing, or name another rule", () => {
        const problem = (more: Partial<WaiverEntry>) => waived([waiver(more)]).findings.map(({ rule }) => rule);
        expect(problem({ until: "2026-11-25" })).toContain("waiver-expired");
        expect(problem({ until: "2026-11-26" })).not.toContain("waiver-expired");
        expect(problem({ finding: "0".repeat(64) })).toContain("waiver-unused");
        expect(problem({ rule: "weak-key" })).toContain("waiver-unused");
        expect(waived([waiver({ rule: "weak-key" })]).verdict.exitStatus).toBe(1);
        expect(problem({ finding: "0".repeat(64), stack: "another" })).not.toContain("waiver-unused");
    });

    it("do not hold for the finding of another stack than the one that they name", () => {
        const report = waived([waiver({ stack: "another" })]);
        expect(report.verdict.exitStatus).toBe(1);
        expect(report.findings.find(({ rule }) => rule === "waiver-unused")?.message).toBe(
            "the waiver of team is for the stack prod, not another",
        );
    });

    it("for a role in a part of the tenant do not hold for the whole tenant", () => {
        const scopes = ["/administrativeUnits/sales", "/administrativeUnits/legal", "/"].map((directoryScopeId) => {
            const role = roleOf(roles.exchangeAdministrator);
            const inputs = { ...role.inputs, directoryScopeId };
            const login = [application(), servicePrincipal];
            return reportOn(previewOf(login, [...login, { ...role, inputs }])).findings.find(
                ({ rule }) => rule === "grant-added",
            )?.fingerprint;
        });
        expect(new Set(scopes).size).toBe(3);
    });

    it("are read from YAML and from JSON", async () => {
        const yaml = `waivers:\n${Object.entries(waiver())
            .map(([key, value], index) => `  ${index === 0 ? "-" : " "} ${key}: ${value}\n`)
            .join("")}`;
        expect(await parseWaivers(yaml, "w.yaml")).toEqual([waiver()]);
        expect(await parseWaivers(JSON.stringify({ waivers: [waiver()] }), "w.json")).toEqual([waiver()]);
    });

    it.each([
        ["waivers:\n  - finding: planted", /^w: waivers\[0\]\.finding: is not a fingerprint/],
        ["planted: [", /^w: line \d+: not YAML/],
        ["waivers: []\n---\nwaivers: []\n", /^w: line \d+: not YAML/],
        ["planted", /^w: the file: /],
        [JSON.stringify({ waivers: [{ ...waiver(), planted: 1 }] }), /has a key that is not known/],
        [JSON.stringify({ waivers: [waiver({ until: "2026-02-30" })] }), /until: is not a day/],
        [JSON.stringify({ waivers: [waiver({ link: "planted" })] }), /link: is not an http or https URL/],
        [JSON.stringify({ waivers: [waiver({ reason: " " })] }), /reason: is empty/],
        [JSON.stringify({ waivers: [waiver(), waiver()] }), /is waived twice/],
        ["waivers: &a [*a]", /aliases|not YAML|waivers/],
    ])("refuse %s with the place, and quote nothing", async (text, message) => {
        const error = (await parseWaivers(text, "w").catch((thrown: unknown) => thrown)) as Error;
        expect(error.message).toMatch(message);
        expect(error.message).not.toContain("planted");
        expect(error.name).toBe("UserError");
    });
});

describe("the gate", () => {
    const narrowing = previewOf(
        [application("app", { signInAudience: "AzureADMultipleOrgs" })],
        [application("app", { signInAudience: "AzureADMyOrg" })],
    );
    const granting = previewOf(
        [application(), servicePrincipal],
        [application(), servicePrincipal, permissionOf(permissions.manageAsApp)],
    );

    it.each([
        ["broadening", granting, 1],
        ["broadening", narrowing, 0],
        ["change", narrowing, 1],
        ["medium", granting, 1],
        ["high", granting, 0],
        ["high,broadening", granting, 1],
        ["unknown", granting, 0],
    ])("on %s decides (example %#)", (failOn, document, exitStatus) => {
        expect(reportOn(document, { failOn: parseGateConditions([failOn]) }).verdict.exitStatus).toBe(exitStatus);
    });

    it("refuses a condition that it does not know", () => {
        expect(() => parseGateConditions(["high", "everything"])).toThrow(/got everything/);
    });

    it("counts a protection that is removed as broadening", () => {
        const document = previewOf([{ ...application(), protect: true }], [application()]);
        expect(reportOn(document, { failOn: ["broadening"] }).verdict.failedOn).toEqual(["broadening"]);
    });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import type { AccessKind, AccessTuple, CredentialFacts } from "../../../src/access/tuple";
import type {
    AccessChange,
    AuditReport,
    AuditedSource,
    ChangeKind,
    Evidence,
    Finding,
    NotJudged,
    Severity,
} from "../../../src/audit/report";
import { anyText } from "../../anyText";

export const changeKinds: readonly ChangeKind[] = [
    ...(["added", "removed", "widened", "narrowed", "replaced", "notKnownYet", "unchanged"] as const),
];
export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "note"];

type Parts = Partial<Pick<AuditReport, "now" | "sources" | "changes" | "notJudged" | "findings">> & {
    readonly verdict?: Partial<AuditReport["verdict"]>;
};

/** A report of those parts, with the counts that go with them. */
export function reportOf({ verdict, ...parts }: Parts): AuditReport {
    const { changes = [], notJudged = [], findings = [] } = parts;
    const open = findings.filter(({ waiver, baseline }) => waiver === undefined && baseline !== "absent");
    return {
        schemaVersion: 1,
        now: "2026-11-26T00:00:00Z",
        sources: [],
        ...parts,
        changes,
        notJudged,
        findings,
        counts: {
            changes: countsOf(
                changeKinds,
                changes.map(({ change }) => change),
            ),
            notJudged: notJudged.length,
            findings: countsOf(
                severities,
                open.map(({ severity }) => severity),
            ),
            waived: findings.filter(({ waiver }) => waiver !== undefined).length,
        },
        verdict: {
            exitStatus: 0,
            failOn: ["broadening"],
            failedOn: [],
            text: "no access changes, no findings: passed",
            ...verdict,
        },
    };
}

function countsOf<Key extends string>(keys: readonly Key[], found: readonly Key[]): Record<Key, number> {
    return Object.fromEntries(keys.map((key) => [key, found.filter((other) => other === key).length])) as Record<
        Key,
        number
    >;
}

const tenant = "10000000-0000-4000-8000-000000000001";
const preview: AuditedSource = {
    source: "preview.json",
    kind: "preview",
    stack: "prod",
    project: "exo-unattended",
    configurationFile: "Pulumi.prod.yaml",
};
const place = (pointer: string, source = "preview.json"): Evidence => ({ source, pointer, sequence: undefined });

function access(kind: AccessKind, what: string | null, more: Partial<AccessTuple> = {}): AccessTuple {
    return {
        tenant,
        principal: "mailbox-reports",
        kind,
        what,
        scope: "/",
        via: kind === "apiPermission" ? "admin consent" : kind === "directoryRole" ? "role assignment" : "application",
        until: "never",
        opens: undefined,
        credential: undefined,
        ...more,
    };
}

function certificate(name: string, more: Partial<CredentialFacts> & Pick<CredentialFacts, "notBefore" | "notAfter">) {
    return access("credential", `certificate ${name}`, {
        until: more.notAfter,
        credential: {
            certificate: name,
            type: "certificate",
            thumbprint: createHash("sha1").update(name).digest("hex").toUpperCase(),
            validityDays: 365,
            key: "RSA 2048",
            signatureAlgorithm: "sha256WithRSAEncryption",
            ...more,
        },
    });
}

function change(
    kind: ChangeKind,
    before: AccessTuple | undefined,
    after: AccessTuple | undefined,
    more = "",
): AccessChange {
    const what = (after ?? before)?.what ?? "unknown";
    return {
        change: kind,
        before,
        after,
        broadens: kind === "added" || kind === "widened",
        reason: more,
        resource: `mailbox-reports/${what}`,
        evidence: [place(`/steps/${what.length}/newState`)],
    };
}

const exchangeAdministrator = access("directoryRole", "Exchange Administrator", {
    opens: "This login can change everything in Exchange Online.",
});
const manageAsApp = access("apiPermission", "Office 365 Exchange Online: Exchange.ManageAsApp", {
    opens: "This login can call Exchange Online PowerShell.",
});
const current = certificate("current", { notBefore: "2025-12-20T08:00:00Z", notAfter: "2026-12-20T08:00:00Z" });
const owner = access("owner", "30000000-0000-4000-8000-000000000003");

/** A renewal that comes with a wider role and a second login: something of everything. */
export const mixed: AuditReport = reportOf({
    sources: [preview],
    changes: [
        change("unchanged", manageAsApp, manageAsApp),
        change(
            "widened",
            access("directoryRole", "Global Reader"),
            exchangeAdministrator,
            "Exchange Administrator instead of Global Reader",
        ),
        change("unchanged", current, current),
        change(
            "added",
            undefined,
            certificate("next", {
                thumbprint: null,
                notBefore: null,
                notAfter: null,
                key: null,
                signatureAlgorithm: null,
            }),
        ),
        change("removed", owner, undefined),
        change(
            "narrowed",
            access("audience", "AzureADMultipleOrgs"),
            access("audience", "AzureADMyOrg"),
            "single tenant instead of multiple tenants",
        ),
        change("added", undefined, { ...manageAsApp, principal: "room-booking" }),
        change(
            "added",
            undefined,
            access("exchangeRoleGroup", "Help Desk", {
                principal: "room-booking",
                scope: "Recipients of Berlin",
                via: "role group member",
            }),
        ),
        change("notKnownYet", undefined, access("owner", null, { principal: "room-booking" })),
        change(
            "replaced",
            { ...current, principal: "room-booking" },
            certificate("current", { notBefore: "2026-11-20T08:00:00Z", notAfter: "2027-11-20T08:00:00Z" }),
            "another certificate",
        ),
    ].map((one) => (one.resource.includes("Help") ? { ...one, resource: "room-booking/help-desk" } : one)),
    notJudged: [
        {
            why: "stateMissing",
            resource: "room-booking-next",
            type: "azuread:index/applicationCertificate:ApplicationCertificate",
            detail: "Pulumi wrote the step without its state.",
            evidence: [place("/steps/17")],
        },
        {
            why: "typeNotUnderstood",
            resource: "policy",
            type: "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy",
            detail: "Conditional access is not part of the access table.",
            evidence: [place("/steps/21/newState")],
        },
    ],
    findings: [
        {
            rule: "role-widened",
            title: "A directory role allows more than before",
            severity: "high",
            principal: "mailbox-reports",
            resource: "mailbox-reports/Exchange Administrator",
            message:
                "mailbox-reports gets Exchange Administrator instead of Global Reader. It can then change everything in Exchange Online.",
            remedy: "Keep Global Reader if the script only reads, or record why it needs more.",
            references: [
                { name: "CIS Microsoft 365 Foundations 1.1.1", url: undefined },
                {
                    name: "NIST SP 800-53 AC-6",
                    url: "https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/SP_800_53_5_1_1",
                },
            ],
            evidence: [place("/steps/22/newState/inputs/roleId")],
            fingerprint: createHash("sha256").update("role-widened").digest("hex"),
            waiver: undefined,
            baseline: undefined,
        },
        {
            rule: "owner-removed",
            title: "An owner is removed",
            severity: "medium",
            principal: "mailbox-reports",
            resource: "mailbox-reports",
            message: "30000000-0000-4000-8000-000000000003 is no longer an owner of mailbox-reports.",
            remedy: "Make sure that at least two people own the application.",
            references: [],
            evidence: [place("/steps/2/newState/inputs/owners")],
            fingerprint: createHash("sha256").update("owner-removed").digest("hex"),
            waiver: {
                reason: "Left the company",
                owner: "Dana",
                until: "2027-01-31",
                link: "https://example.com/changes/4711",
            },
            baseline: undefined,
        },
        {
            rule: "credential-ends-soon",
            title: "A credential ends soon",
            severity: "note",
            principal: "mailbox-reports",
            resource: "mailbox-reports-current",
            message: "certificate current ends in 24 days.",
            remedy: "Add a certificate, make it active, then remove this one.",
            references: [],
            evidence: [
                place("/steps/7/newState"),
                { source: "events.jsonl", pointer: "/resourcePreEvent/metadata/new", sequence: 12 },
            ],
            fingerprint: createHash("sha256").update("credential-ends-soon").digest("hex"),
            waiver: undefined,
            baseline: "unchanged",
        },
    ],
    verdict: {
        exitStatus: 1,
        failedOn: ["broadening"],
        text: "3 accesses added, 1 widened, 2 findings (high, note), 1 waived, 2 not judged: failed on broadening",
    },
});

/** Nothing but unchanged access. */
export const quiet: AuditReport = reportOf({
    sources: [preview],
    changes: [change("unchanged", manageAsApp, manageAsApp)],
});

/** Texts as an attacker would write them into a display name, a file's name or an error. */
export const hostileText: fc.Arbitrary<string> = fc
    .array(
        fc.oneof(
            fc.constantFrom(
                ...[
                    "::error::",
                    "##[error]",
                    "##vso[task.setvariable variable=a]b",
                    "\n",
                    "\r",
                    "\t",
                    " ",
                    "\u0085",
                    "\u2028",
                ],
                ...[
                    "\u001B[31m",
                    "\u001B]8;;https://evil.example\u0007",
                    "\u009B2J",
                    "\u202E",
                    "\u2066",
                    "\u200B",
                    "\u0000",
                ],
                ...[
                    "\u{E0041}",
                    "\uD800",
                    "\uFFFE",
                    "]]>",
                    "-->",
                    "<!--",
                    "</script>",
                    "</style>",
                    "<img src=x onerror=alert(1)>",
                ],
                ...[
                    "<svg onload=alert(1)>",
                    '"',
                    "'",
                    "&",
                    "&lt;",
                    "|",
                    "\\",
                    "`",
                    "```",
                    "**",
                    "[x](javascript:alert(1))",
                    "![x](https://evil.example/p)",
                ],
                ...[
                    "@everyone",
                    "#1",
                    "\n\n# heading",
                    "\n- ",
                    "javascript:alert(1)",
                    "//evil.example",
                    "../",
                    "%",
                    "%2e",
                    "?",
                    "#",
                    "C:\\x",
                    "word",
                    "x".repeat(90),
                ],
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
            ),
            anyText({ maxLength: 4 }),
        ),
        { maxLength: 6 },
    )
    .map((parts) => parts.join(""));

const text = fc.oneof(
    { weight: 3, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.constantFrom("exchange", "current") },
);
const knownText = fc.option(text, { freq: 5 });
const time = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().replace(/\.\d+Z$/, "Z"));
const knownTime = fc.option(time, { freq: 5 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const evidence = fc.array(fc.record({ source: text, pointer: text, sequence: maybe(fc.nat(1_000)) }), { maxLength: 2 });
const credential = fc.record({
    certificate: maybe(text),
    type: fc.constantFrom("certificate" as const, "clientSecret" as const),
    thumbprint: maybe(knownText),
    notBefore: knownTime,
    notAfter: knownTime,
    validityDays: fc.option(fc.nat(4000)),
    key: maybe(knownText),
    signatureAlgorithm: knownText,
});
const tuple: fc.Arbitrary<AccessTuple> = fc.record({
    tenant: knownText,
    principal: text,
    kind: fc.constantFrom<AccessKind>(
        "apiPermission",
        "directoryRole",
        "exchangeRoleGroup",
        "credential",
        "owner",
        "federatedCredential",
        "audience",
    ),
    what: knownText,
    scope: fc.oneof(fc.constant("/"), knownText),
    via: text,
    until: fc.oneof(fc.constant("never"), knownTime),
    opens: maybe(text),
    credential: maybe(credential),
});
const changeArbitrary: fc.Arbitrary<AccessChange> = fc
    .record({
        change: fc.constantFrom(...changeKinds),
        before: tuple,
        after: tuple,
        broadens: fc.boolean(),
        reason: text,
        resource: text,
        evidence,
    })
    .map((one) => ({
        ...one,
        before: one.change === "added" ? undefined : one.before,
        after: one.change === "removed" ? undefined : one.after,
    }));
const notJudgedArbitrary: fc.Arbitrary<NotJudged> = fc.record({
    why: fc.constantFrom<NotJudged["why"]>(
        ...(["notKnownYet", "stateMissing", "typeNotUnderstood", "incomplete", "notReadable"] as const),
    ),
    resource: text,
    type: text,
    detail: text,
    evidence,
});
const findingArbitrary: fc.Arbitrary<Finding> = fc.record({
    rule: fc.constantFrom("global-administrator", "owner-removed", "role-widened"),
    title: text,
    severity: fc.constantFrom(...severities),
    principal: text,
    resource: text,
    message: text,
    remedy: text,
    references: fc.array(
        fc.record({ name: text, url: maybe(fc.oneof(text, fc.constant("https://example.com/?a=1&b='2'"))) }),
        { maxLength: 2 },
    ),
    evidence,
    fingerprint: fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdef")), minLength: 64, maxLength: 64 }),
    waiver: maybe(fc.record({ reason: text, owner: text, until: fc.constant("2027-01-31"), link: text })),
    baseline: maybe(fc.constantFrom("new" as const, "unchanged" as const, "absent" as const)),
});
const source: fc.Arbitrary<AuditedSource> = fc.record({
    source: text,
    kind: fc.constantFrom<AuditedSource["kind"]>("preview", "events", "plan", "state", "tenant", "token"),
    stack: maybe(text),
    project: maybe(text),
    configurationFile: maybe(text),
});

/** Reports of all shapes, with hostile texts wherever a text can be. */
export const anyReport: fc.Arbitrary<AuditReport> = fc
    .record({
        now: time,
        sources: fc.array(source, { maxLength: 2 }),
        changes: fc.array(changeArbitrary, { maxLength: 5 }),
        notJudged: fc.array(notJudgedArbitrary, { maxLength: 3 }),
        findings: fc.array(findingArbitrary, { maxLength: 4 }),
        verdict: fc.record({
            exitStatus: fc.constantFrom(0 as const, 1 as const),
            failOn: fc.array(text, { maxLength: 2 }),
            failedOn: fc.array(text, { maxLength: 2 }),
            text,
        }),
    })
    .map(reportOf);

/** A report with that many changes, spread over a hundred logins. */
export function largeReport(changes: number): AuditReport {
    return reportOf({
        ...mixed,
        changes: Array.from({ length: changes }, (_, index) => {
            const template = mixed.changes[index % mixed.changes.length] as AccessChange;
            const named = (tuple: AccessTuple | undefined): AccessTuple | undefined =>
                tuple && { ...tuple, principal: `login-${String(index % 100).padStart(3, "0")}` };
            return {
                ...template,
                before: named(template.before),
                after: named(template.after),
                resource: `login-${index % 100}/resource-${index}`,
                evidence: [place(`/steps/${index}/newState`)],
            };
        }),
    });
}

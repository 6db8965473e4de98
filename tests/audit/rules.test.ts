import { createPublicKey } from "node:crypto";
import forge from "node-forge";
import { rules } from "../../src/audit/rules";
import type { StackDocument } from "../../src/pulumi/documents/step";
import { credentialOf as pemCredential, rsaKey } from "../verification/support";
import {
    application,
    certificateOf,
    credentialOf,
    permissionOf,
    permissions,
    previewOf,
    reportOn,
    roleOf,
    roles,
    servicePrincipal,
    stackState,
    type Resource,
} from "./support";

const day = 86_400_000;
const start = new Date("2026-06-01T00:00:00Z");
const until = (days: number): Date => new Date(start.getTime() + days * day);
const key = rsaKey();
const pem = (days: number, with_ = key): string => pemCredential(with_, start, until(days)).certificatePem;

/** Node.js makes no certificates; this library signs with SHA-1 still. Only a short key lets it do that quickly. */
function sha1Certificate(): string {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.publicKeyFromPem(
        createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    );
    certificate.validity.notBefore = start;
    certificate.validity.notAfter = until(365);
    certificate.sign(forge.pki.rsa.generateKeyPair(512).privateKey, forge.md.sha1.create());
    return forge.pki.certificateToPem(certificate);
}

const app = application();
const base = [app, servicePrincipal];
const login = [...base, permissionOf(permissions.manageAsApp), roleOf(roles.globalReader)];
const withCertificate = [...login, certificateOf(pem(365)), credentialOf()];
const secret: Resource = {
    type: "ApplicationPassword",
    name: "secret",
    inputs: { applicationId: "/applications/x", endDate: "2027-01-01T00:00:00Z" },
    from: { applicationId: "app" },
};
const federated: Resource = {
    type: "ApplicationFederatedIdentityCredential",
    name: "github",
    inputs: {
        applicationId: "/applications/x",
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/reports:ref:refs/heads/main",
    },
    from: { applicationId: "app" },
};
const exchangeOnline = (more: Partial<Resource> = {}): Resource => ({
    type: "ServicePrincipal",
    name: "exchange-online",
    inputs: { clientId: "00000002-0000-0ff1-ce00-000000000000" },
    retainOnDelete: true,
    ...more,
});
const changed = (resources: readonly Resource[], name: string, more: Partial<Resource>): Resource[] =>
    resources.map((one) => (one.name === name ? { ...one, ...more } : one));

/** By rule: what breaks it, and what does not although it is close. */
const examples: Readonly<Record<string, { breaks: readonly StackDocument[]; keeps: readonly StackDocument[] }>> = {
    "global-administrator": {
        breaks: [
            stackState([...base, roleOf(roles.globalAdministrator)]),
            previewOf(base, [...base, roleOf(roles.globalAdministrator.toUpperCase())]),
        ],
        keeps: [
            stackState(login),
            previewOf([...base, roleOf(roles.globalAdministrator)], base),
            stackState([...base, roleOf(roles.globalAdministrator, { external: true })]),
        ],
    },
    "tenant-takeover": {
        breaks: [
            stackState([...base, roleOf(roles.privilegedRoleAdministrator)]),
            stackState([...base, permissionOf(permissions.appRoleAssignments)]),
        ],
        keeps: [
            stackState([...base, permissionOf(permissions.mailRead)]),
            stackState([...base, roleOf(roles.exchangeAdministrator)]),
        ],
    },
    "grant-widened": {
        breaks: [
            previewOf([...base, roleOf(roles.globalReader)], [...base, roleOf(roles.globalAdministrator)], {
                replaced: ["role"],
            }),
            // Another resource in the program, the same right extended.
            previewOf(
                [...base, roleOf(roles.securityReader, { name: "a" })],
                [...base, roleOf(roles.globalReader, { name: "b" })],
            ),
            previewOf(
                [
                    ...base,
                    roleOf(roles.globalReader, {
                        inputs: { roleId: roles.globalReader, directoryScopeId: "/administrativeUnits/1" },
                    }),
                ],
                [...base, roleOf(roles.globalReader)],
                { replaced: ["role"] },
            ),
        ],
        keeps: [
            previewOf([...base, roleOf(roles.globalAdministrator)], [...base, roleOf(roles.globalReader)], {
                replaced: ["role"],
            }),
            previewOf(
                [...base, roleOf(roles.globalReader, { name: "a" })],
                [...base, roleOf(roles.globalReader, { name: "b" })],
            ),
        ],
    },
    "multi-tenant-audience": {
        breaks: [
            previewOf([app], [application("app", { signInAudience: "AzureADMultipleOrgs" })]),
            stackState([application("app", { signInAudience: "AzureADandPersonalMicrosoftAccount" })]),
        ],
        keeps: [
            previewOf([application("app", { signInAudience: "AzureADMultipleOrgs" })], [app]),
            stackState([application("app", { signInAudience: "AzureADMyOrg" })]),
        ],
    },
    "federated-credential-added": {
        breaks: [
            previewOf(base, [...base, federated]),
            previewOf(
                [...base, federated],
                [...base, { ...federated, inputs: { ...federated.inputs, subject: "repo:x/y:pull_request" } }],
            ),
        ],
        keeps: [stackState([...base, federated]), previewOf([...base, federated], base)],
    },
    "client-secret": {
        breaks: [
            stackState([...withCertificate, secret]),
            stackState([application("app", { password: { displayName: "x", endDate: "2027-01-01T00:00:00Z" } })]),
        ],
        keeps: [stackState(withCertificate), previewOf([...base, secret], base)],
    },
    "weak-key": {
        breaks: [
            stackState([...login, certificateOf(pem(365, rsaKey(1024))), credentialOf()]),
            stackState([...login, certificateOf(sha1Certificate()), credentialOf()]),
        ],
        keeps: [stackState(withCertificate)],
    },
    "no-credential-overlap": {
        breaks: [
            previewOf(withCertificate, changed(withCertificate, "certificate", { outputs: { certPem: pem(365) } }), {
                replaced: ["certificate", "credential"],
            }),
            previewOf(withCertificate, login),
        ],
        keeps: [
            previewOf(withCertificate, [
                ...withCertificate,
                certificateOf(pem(365), "next"),
                credentialOf("next", "next-credential"),
            ]),
            previewOf(
                [...withCertificate, certificateOf(pem(365), "next"), credentialOf("next", "next-credential")],
                withCertificate,
            ),
            previewOf(withCertificate, []),
        ],
    },
    "application-replaced": {
        breaks: [previewOf(login, login, { replaced: ["app"] }), previewOf(login, login, { replaced: ["principal"] })],
        keeps: [previewOf(login, login), previewOf(login, login, { replaced: ["role"] })],
    },
    "microsoft-service-principal": {
        breaks: [
            previewOf([], [exchangeOnline()]),
            previewOf([exchangeOnline({ retainOnDelete: false })], []),
            previewOf(
                [],
                [exchangeOnline({ inputs: { clientId: "00000003-0000-0000-C000-000000000000", useExisting: true } })],
            ),
        ],
        keeps: [
            previewOf([], base),
            stackState([exchangeOnline()]),
            previewOf([exchangeOnline()], []),
            previewOf([], [exchangeOnline({ external: true })], { ops: { "exchange-online": "read" } }),
        ],
    },
    "grant-added": {
        breaks: [previewOf(base, login), previewOf(base, [...base, roleOf("04da6b54-80e4-46f7-96ec-b56ff0331ba9")])],
        keeps: [previewOf(login, login), stackState(login), previewOf(login, base)],
    },
    "outside-least-privilege": {
        breaks: [
            stackState([...base, roleOf(roles.exchangeAdministrator)]),
            stackState([...base, permissionOf(permissions.mailRead)]),
            stackState([...base, permissionOf("11111111-1111-4111-8111-111111111111")]),
        ],
        keeps: [stackState(login)],
    },
    "owner-changed": {
        breaks: [
            previewOf(
                [app],
                [
                    application("app", {
                        owners: ["aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000"],
                    }),
                ],
            ),
            previewOf([application("app", { owners: ["bbbbbbbb-0000-4000-8000-000000000000"] })], [app]),
            previewOf(
                [app],
                [
                    app,
                    {
                        type: "ApplicationOwner",
                        name: "owner",
                        inputs: { ownerObjectId: "cccccccc-0000-4000-8000-000000000000" },
                        from: { applicationId: "app" },
                    },
                ],
            ),
        ],
        keeps: [
            stackState([app]),
            previewOf([app], []),
            previewOf([app], [application("app", { displayName: "renamed" })]),
        ],
    },
    "long-lived-credential": {
        breaks: [
            stackState([...login, certificateOf(pem(367)), credentialOf()]),
            stackState([
                ...base,
                {
                    ...secret,
                    inputs: { ...secret.inputs, startDate: "2026-01-01T00:00:00Z", endDate: "2028-01-01T00:00:00Z" },
                },
            ]),
            stackState([...base, { ...secret, inputs: { applicationId: "x", endDateRelative: "17520h" } }]),
            previewOf(login, [
                ...login,
                {
                    type: "tls:index/selfSignedCert:SelfSignedCert",
                    name: "certificate",
                    inputs: { validityPeriodHours: 43_824 },
                },
                credentialOf(),
            ]),
        ],
        keeps: [stackState([...login, certificateOf(pem(366)), credentialOf()])],
    },
    "protection-removed": {
        breaks: [
            previewOf([{ ...app, protect: true }], [app]),
            previewOf([exchangeOnline()], [exchangeOnline({ retainOnDelete: false })]),
        ],
        keeps: [
            previewOf([app], [{ ...app, protect: true }]),
            previewOf([{ ...app, protect: true }], [{ ...app, protect: true }]),
        ],
    },
    "foreign-object-adopted": {
        breaks: [
            previewOf([], base, { ops: { app: "import" } }),
            previewOf([], [app, { ...servicePrincipal, inputs: { ...servicePrincipal.inputs, useExisting: true } }]),
        ],
        keeps: [
            previewOf([], base),
            stackState([app, { ...servicePrincipal, inputs: { ...servicePrincipal.inputs, useExisting: true } }]),
        ],
    },
    "permission-requested": {
        breaks: [
            previewOf(
                [app],
                [
                    application("app", {
                        requiredResourceAccesses: [
                            {
                                resourceAppId: "00000003-0000-0000-c000-000000000000",
                                resourceAccesses: [{ id: permissions.mailRead, type: "Role" }],
                            },
                        ],
                    }),
                ],
            ),
            previewOf(
                [app],
                [
                    app,
                    {
                        type: "ApplicationApiAccess",
                        name: "access",
                        inputs: {
                            apiClientId: "00000003-0000-0000-c000-000000000000",
                            roleIds: [permissions.mailRead],
                        },
                        from: { applicationId: "app" },
                    },
                ],
            ),
        ],
        keeps: [
            // Consent comes with the request.
            previewOf(
                [],
                [
                    application("app", {
                        requiredResourceAccesses: [
                            {
                                resourceAppId: "00000002-0000-0ff1-ce00-000000000000",
                                resourceAccesses: [{ id: permissions.manageAsApp, type: "Role" }],
                            },
                        ],
                    }),
                    servicePrincipal,
                    permissionOf(permissions.manageAsApp),
                ],
            ),
        ],
    },
    "credential-added": {
        breaks: [previewOf(login, withCertificate), previewOf(base, [...base, secret])],
        keeps: [stackState(withCertificate), previewOf(withCertificate, login)],
    },
    "ended-credential": {
        breaks: [stackState([...login, certificateOf(pem(100)), credentialOf()])],
        keeps: [stackState(withCertificate)],
    },
    "left-in-tenant": {
        breaks: [
            previewOf(changed(login, "role", { retainOnDelete: true }), base),
            previewOf(
                changed(login, "role", { retainOnDelete: true }),
                [...base, permissionOf(permissions.manageAsApp), roleOf(roles.securityReader)],
                { replaced: ["role"] },
            ),
        ],
        keeps: [
            previewOf(login, base),
            previewOf(login, changed(login, "role", { retainOnDelete: true })),
            previewOf([exchangeOnline()], []),
        ],
    },
    "principal-enabled": {
        breaks: [
            previewOf(
                [app, { ...servicePrincipal, inputs: { ...servicePrincipal.inputs, accountEnabled: false } }],
                base,
            ),
        ],
        keeps: [
            previewOf([], base),
            previewOf(base, [
                app,
                { ...servicePrincipal, inputs: { ...servicePrincipal.inputs, accountEnabled: false } },
            ]),
        ],
    },
    "owner-missing": {
        breaks: [
            stackState([application("app", { owners: [] })]),
            previewOf([], [application("app", { owners: undefined })]),
        ],
        keeps: [
            stackState([app]),
            {
                ...previewOf([application("app", { owners: [] })], [application("app", { owners: [], notes: "new" })]),
                showsChangesOnly: true,
            },
            stackState([
                application("app", { owners: [] }),
                {
                    type: "ApplicationOwner",
                    name: "owner",
                    inputs: { ownerObjectId: "cccccccc-0000-4000-8000-000000000000" },
                    from: { applicationId: "app" },
                },
            ]),
        ],
    },
};

const found = (document: StackDocument): string[] => reportOn(document).findings.map(({ rule }) => rule);

describe("the rules of the audit", () => {
    it("all have an example here", () => {
        expect(Object.keys(examples).sort()).toEqual(rules.map(({ id }) => id).sort());
    });

    it.each(
        Object.entries(examples).flatMap(([id, { breaks }]) =>
            breaks.map((document, index) => [id, index, document] as const),
        ),
    )("%s is found (example %i)", (id, _, document) => {
        expect(found(document)).toContain(id);
    });

    it.each(
        Object.entries(examples).flatMap(([id, { keeps }]) =>
            keeps.map((document, index) => [id, index, document] as const),
        ),
    )("%s is not found where it does not apply (example %i)", (id, _, document) => {
        expect(found(document)).not.toContain(id);
    });

    it.each(rules.map((rule) => [rule.id, rule] as const))(
        "%s says why, what to do, and where it comes from",
        (_, rule) => {
            expect(rule.why).toMatch(/\.$/);
            expect(rule.remedy).toMatch(/\.$/);
            expect(rule.references.length).toBeGreaterThan(0);
            expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
        },
    );
});

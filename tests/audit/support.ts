import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { readableProperties } from "../../src/access/readableProperties";
import { audit, type AuditInput } from "../../src/audit/audit";
import type { AuditReport } from "../../src/audit/report";
import { readDocument, readDocumentText } from "../../src/pulumi/documents/readDocument";
import type { StackDocument } from "../../src/pulumi/documents/step";

export const now = "2026-11-26T08:00:00Z";
const folder = path.join(__dirname, "documents");

/** The path of a document that the real engine wrote: see documents/README.md. */
export const documentPath = (name: string): string => path.join(folder, `${name}.gz`);

/** Its text. */
export const documentText = (name: string): string => gunzipSync(readFileSync(documentPath(name))).toString("utf8");

export const read = (file: string): Promise<StackDocument> =>
    readDocument(file, { properties: readableProperties, stdin: process.stdin });

/** The audit of documents that the real engine wrote. */
export async function auditOf(names: readonly string[], more: Partial<AuditInput> = {}): Promise<AuditReport> {
    return audit({ documents: await Promise.all(names.map((name) => read(documentPath(name)))), now, ...more });
}

/** A resource of a hand-written program in a short form. */
export interface Resource {
    /** Of azuread, or a whole type token. */
    readonly type: string;
    readonly name: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Input → names of the resources that it comes from. */
    readonly from?: Readonly<Record<string, string>>;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly external?: boolean;
}

const typeOf = (type: string): string =>
    type.includes(":") ? type : `azuread:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
const urnOf = ({ type, name }: Resource, stack: string): string =>
    `urn:pulumi:${stack}::program::${typeOf(type)}::${name}`;

function stateOf(resource: Resource, all: readonly Resource[], stack: string): object {
    const { type, name, inputs = {}, outputs = {}, from = {}, ...options } = resource;
    return {
        ...{
            urn: urnOf(resource, stack),
            custom: true,
            type: typeOf(type),
            id: `id-${name}`,
            inputs,
            outputs,
            ...options,
        },
        propertyDependencies: Object.fromEntries(
            Object.entries(from).map(([input, source]) => [
                input,
                all.filter((one) => one.name === source).map((one) => urnOf(one, stack)),
            ]),
        ),
    };
}

/** A preview document of what a program changes; a resource on both sides that differs is updated, or replaced. */
export function previewOf(
    before: readonly Resource[],
    after: readonly Resource[],
    {
        stack = "prod",
        replaced = [],
        ops = {},
    }: { stack?: string; replaced?: readonly string[]; ops?: Readonly<Record<string, string>> } = {},
): StackDocument {
    const urns = [...new Set([...before, ...after].map((one) => urnOf(one, stack)))];
    const steps = urns.map((urn) => {
        const one = before.find((resource) => urnOf(resource, stack) === urn);
        const other = after.find((resource) => urnOf(resource, stack) === urn);
        const [oldState, newState] = [one && stateOf(one, before, stack), other && stateOf(other, after, stack)];
        const name = (other ?? one)?.name ?? "";
        const op =
            ops[name] ??
            (one === undefined
                ? "create"
                : other === undefined
                  ? "delete"
                  : replaced.includes(name)
                    ? "replace"
                    : JSON.stringify(oldState) === JSON.stringify(newState)
                      ? "same"
                      : "update");
        return { op, urn, oldState, newState };
    });
    return readDocumentText("preview.json", JSON.stringify({ steps }), readableProperties);
}

/** A state document of a program. */
export function stackState(resources: readonly Resource[], stack = "prod"): StackDocument {
    const states = resources.map((resource) => stateOf(resource, resources, stack));
    return readDocumentText(
        `${stack}.json`,
        JSON.stringify({ version: 3, deployment: { resources: states } }),
        readableProperties,
    );
}

export const reportOn = (document: StackDocument, more: Partial<AuditInput> = {}): AuditReport =>
    audit({ documents: [document], now, ...more });

const objectId = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

export const application = (name = "app", inputs: Resource["inputs"] = {}): Resource => ({
    type: "Application",
    name,
    inputs: { displayName: name, owners: [objectId("a")], ...inputs },
    outputs: { objectId: objectId("1"), clientId: objectId("2") },
});
export const servicePrincipal: Resource = {
    type: "ServicePrincipal",
    name: "principal",
    inputs: { clientId: objectId("2") },
    outputs: { objectId: objectId("3") },
    from: { clientId: "app" },
};
export const roleOf = (roleId: string, more: Partial<Resource> = {}): Resource => ({
    type: "DirectoryRoleAssignment",
    name: "role",
    inputs: { roleId, principalObjectId: objectId("3") },
    from: { principalObjectId: "principal" },
    ...more,
});
export const permissionOf = (appRoleId: string, more: Partial<Resource> = {}): Resource => ({
    type: "AppRoleAssignment",
    name: "consent",
    inputs: { appRoleId, principalObjectId: objectId("3"), resourceObjectId: objectId("4") },
    outputs: { resourceDisplayName: "Some API" },
    from: { principalObjectId: "principal" },
    ...more,
});
export const certificateOf = (certPem: string, name = "certificate"): Resource => ({
    type: "tls:index/selfSignedCert:SelfSignedCert",
    name,
    outputs: { certPem },
});
export const credentialOf = (from = "certificate", name = "credential", inputs: Resource["inputs"] = {}): Resource => ({
    type: "ApplicationCertificate",
    name,
    inputs: { applicationId: `/applications/${objectId("1")}`, value: "[secret]", ...inputs },
    from: { applicationId: "app", value: from },
});

export const roles = {
    globalAdministrator: "62e90394-69f5-4237-9190-012177145e10",
    globalReader: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    securityReader: "5d6b6bb7-de71-4623-b4af-96380a352509",
    exchangeAdministrator: "29232cdf-9323-42fd-ade2-1d097af3e4de",
    privilegedRoleAdministrator: "e8611ab8-c189-46e8-94e1-60213ab1f814",
};
export const permissions = {
    manageAsApp: "dc50a0fb-09a3-484d-be87-e023b12c6440",
    mailRead: "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
    appRoleAssignments: "06b708a9-e830-4db3-a914-8e69da51d44f",
};

import { createPrivateKey } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp } from "../../src/microsoft/permissions";
import { azureFunctions, azureResources } from "./azure/azureMocks";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";

/** One registration as the engine would see it. */
export interface Registration {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
    parent: string;
    protect: boolean;
    deletedWith: string;
    deleteBeforeReplace: boolean;
    retainOnDelete: boolean;
    ignoreChanges: string[];
    createTimeout: string;
}

export const tenantId = "11111111-2222-3333-4444-555555555555";
export const deployerObjectId = "aaaaaaaa-0000-0000-0000-000000000002";
export const exchangeObjectId = "eeeeeeee-0000-0000-0000-000000000001";
export const exchangeProtectionObjectId = "eeeeeeee-0000-0000-0000-000000000007";
const apiObjectIds: Record<string, string> = {
    [exchangeManageAsApp.apiClientId]: exchangeObjectId,
    [exchangeOnlineProtectionManageAsApp.apiClientId]: exchangeProtectionObjectId,
};

const privateKey = createPrivateKey(process.env.TEST_RSA_KEY ?? "");
export const privateKeyPem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
export const certificatePem = toPem(
    selfSigned({
        key: privateKey,
        serialNumber: Buffer.from("0123456789abcdef0123456789abcdef", "hex"),
        subject: [["2.5.4.3", "exoip.com"]],
        notBefore: new Date("2026-01-01T00:00:00Z"),
        notAfter: new Date("2031-01-01T00:00:00Z"),
    }),
);

/** What each resource type knows only after it is created, and what each function answers. Anything else is an error. */
const resources: Record<string, (name: string) => { id: string; state: Record<string, unknown> }> = {
    "tls:index/privateKey:PrivateKey": () => ({
        id: "key",
        state: { privateKeyPem: pulumi.secret(privateKeyPem) },
    }),
    "tls:index/selfSignedCert:SelfSignedCert": () => ({ id: "cert", state: { certPem: certificatePem } }),
    "azuread:index/application:Application": () => ({
        id: "/applications/00000000-aaaa-0000-0000-000000000001",
        state: {
            clientId: "00000000-cccc-0000-0000-000000000001",
            objectId: "00000000-aaaa-0000-0000-000000000001",
        },
    }),
    "azuread:index/applicationCertificate:ApplicationCertificate": (name) => ({
        id: `app/certificate/${name}`,
        state: { keyId: `keyId of ${name}` },
    }),
    "azuread:index/servicePrincipal:ServicePrincipal": (name) => ({
        id: `/servicePrincipals/${name}`,
        state: {
            objectId: "00000000-bbbb-0000-0000-000000000001",
            clientId: "00000000-cccc-0000-0000-000000000001",
            displayName: "EXO PowerShell unattended",
        },
    }),
    "azuread:index/appRoleAssignment:AppRoleAssignment": (name) => ({ id: name, state: {} }),
    "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment": (name) => ({ id: name, state: {} }),
    ...azureResources,
};

const functions: Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>> = {
    "azuread:index/getClientConfig:getClientConfig": () => ({
        tenantId,
        clientId: "aaaaaaaa-0000-0000-0000-000000000001",
        objectId: deployerObjectId,
    }),
    "azuread:index/getServicePrincipals:getServicePrincipals": ({ clientIds }) => ({
        clientIds,
        objectIds: (clientIds as string[]).map((clientId) => apiObjectIds[clientId]),
    }),
    ...azureFunctions,
};

/**
 * Runs `program` against mocks and returns what it registered, in a stable order.
 * In a preview nothing that only a created resource knows is known.
 */
export async function registrations(program: () => void, preview = false): Promise<Registration[]> {
    const seen: Registration[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs, custom }) => {
                const known = inputs as Record<string, unknown>;
                if (custom === false) {
                    return { id: "", state: known };
                }
                const make = resources[type];
                if (make === undefined) {
                    throw new Error(`no resource type ${type}`);
                }
                const { id, state } = make(name);
                return preview
                    ? {
                          id: undefined,
                          state: {
                              ...known,
                              ...Object.fromEntries(Object.keys(state).map((key) => [key, pulumi.unknown])),
                          },
                      }
                    : { id, state: { ...known, ...state } };
            },
            call: ({ token, inputs }) => {
                const answer = functions[token]?.(inputs as Record<string, unknown>);
                if (answer === undefined) {
                    throw new Error(`no function ${token}`);
                }
                return answer;
            },
        },
        "exo-unattended",
        "test",
        preview,
    );
    observe(seen);
    const { stackTraceLimit } = Error;
    // Pulumi keeps the stack of every promise; Jest maps each of its lines to the sources, which takes half of the time.
    Error.stackTraceLimit = 1;
    try {
        await pulumi.runtime.runInPulumiStack(() => {
            program();
            return Promise.resolve({});
        });
        await pulumi.runtime.disconnect();
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
    return seen
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

interface RegisterRequest {
    getType(): string;
    getName(): string;
    getParent(): string;
    getProtect(): boolean;
    getDeletedwith(): string;
    getDeletebeforereplace(): boolean;
    getRetainondelete(): boolean;
    getIgnorechangesList(): string[];
    getCustomtimeouts(): { getCreate(): string } | undefined;
    getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** The mock monitor shows a mock no options: read them from the request itself. */
function observe(seen: Registration[]): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as {
        registerResource(request: RegisterRequest, ...rest: unknown[]): unknown;
    };
    const registerResource = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, ...rest) => {
        const short = (urn: string): string => urn.split("::").slice(2).join("::");
        seen.push({
            type: request.getType(),
            name: request.getName(),
            inputs: request.getObject()?.toJavaScript() ?? {},
            parent: short(request.getParent()),
            protect: request.getProtect(),
            deletedWith: short(request.getDeletedwith()),
            deleteBeforeReplace: request.getDeletebeforereplace(),
            retainOnDelete: request.getRetainondelete(),
            ignoreChanges: request.getIgnorechangesList(),
            createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
        });
        return registerResource(request, ...rest);
    };
}

/** The value of an output that is known, or undefined when it is not; never waits for an unknown. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const internals = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
    return (await internals.isKnown) ? internals.promise() : undefined;
}

/** Whether an output is secret. */
export function isSecret(output: pulumi.Output<unknown>): Promise<boolean> {
    return pulumi.isSecret(output);
}

import { z } from "zod";
import { parseConnection } from "../connection/parse";
import type { Delivery } from "../delivery/manifest";
import type { HostReport } from "../delivery/hostReport";
import { parseManifest } from "../delivery/parseManifest";
import { UserError } from "../errors/userError";
import { clockAheadOfEntra, type Directory } from "../graph/directory";
import type { Graph } from "../graph/graph";
import { loginOf, type Login } from "../graph/logins";
import { keyRestrictions, type KeyRestriction } from "../graph/policies";
import { readSignIns } from "../graph/signIns";
import type { Clock } from "../http/clock";
import { certificateName, componentToken, nameOf, typeOf } from "../identities/names";
import { isSameGuid } from "../microsoft/guid";
import { readConfiguration, valuesOf, type Configuration } from "../pulumi/configuration";
import { readHistory, type PastUpdate } from "../pulumi/history";
import { readStack, type ReadStack } from "../pulumi/readStack";
import type { StackOptions } from "../pulumi/run";
import { stackOutputs, type StackOutputs } from "../pulumi/stackOutputs";
import type { StateResource } from "../pulumi/state";
import { objectionsTo } from "./objections";
import type { RenewalPolicy } from "./policy";
import { foreignCredentials } from "./foreignCredentials";
import { isSuccessor, type Situation, type Slot, type Verification } from "./situation";

/** A situation, and what a step needs to know of the stack besides. */
export interface StackSituation {
    readonly situation: Situation;
    /** The namespace of the configuration: the project's name. */
    readonly project: string;
    /** The name of the component `UnattendedAccess`. */
    readonly login: string;
    /** When the state was written: another time means that somebody has updated the stack meanwhile. */
    readonly writtenAt: string | undefined;
}

/** What to read a situation with. */
export interface ReadSituationOptions {
    readonly stack: StackOptions;
    /** The stack, when nothing of this run has changed it since it was read. @default it is read */
    readonly configured?: ConfiguredStack | undefined;
    readonly directory: Directory;
    readonly policy: RenewalPolicy;
    /** Places that manifests in files name, besides those of the stack. */
    readonly places: readonly Delivery[];
    /** What machines report, of this login and of others. */
    readonly reports: readonly HostReport[];
    /** What came of verifications in this run, by thumbprint. */
    readonly verifications: ReadonlyMap<string, Verification>;
    readonly clock: Clock;
}

/** A stack and its configuration at one moment: what another run changes between two readings would look like a loss. */
export interface ConfiguredStack {
    readonly configuration: Configuration;
    readonly read: ReadStack;
}

/**
 * Reads both at the same time, without decrypting anything of the state.
 * @throws UserError when pulumi cannot read or decrypt them; the signal's reason when it aborts
 */
export async function readConfiguredStack(stack: StackOptions): Promise<ConfiguredStack> {
    const [configuration, read] = await Promise.all([readConfiguration(stack), readStack(stack)]);
    return { configuration, read };
}

/** How often the application is read until it shows all credentials: front ends learn of a new one at different times. */
const readings = 6;
const pauseMs = 5_000;

/**
 * Reads everything from which the state of a renewal is derived. Nothing is changed.
 * @throws UserError when stack or tenant cannot be read, or the program is not one whose configuration has its certificates
 */
export async function readSituation(options: ReadSituationOptions): Promise<StackSituation> {
    const { stack, directory, policy, clock } = options;
    const [{ configuration, read }, history] = await Promise.all([
        options.configured ?? readConfiguredStack(stack),
        readHistory(stack),
    ]);
    const { deployment } = read;
    const config = valuesOf(configuration);
    const outputs = stackOutputs(read.outputs);
    const connection = parseConnection(outputs.connection);
    const { project, certificates: configured, activeCertificate } = certificateConfig(config);
    const revoked = config[`${project}:revoked`] ?? "";
    if (revoked !== "") {
        throw new UserError(`the login is revoked (${revoked})`, "Run `exo-unattended revive` first.");
    }
    const deployed = outputs.certificates;
    const deployedActive = Object.keys(deployed).find((key) => deployed[key]?.thumbprint === connection.thumbprint);
    if (deployedActive === undefined) {
        throw new UserError("the active certificate is not among the stack's certificates", "Run `pulumi up`.");
    }
    const login = await settledLogin(
        { graph: directory.graph, clock, signal: stack.signal },
        connection.applicationObjectId,
        thumbprintsOf(outputs),
    );
    const accepted = new Set(login.credentials.map(({ thumbprint }) => thumbprint));
    const pastActive = activeInPast(history, project);
    const componentOfLogin = componentName(
        deployment.resources.filter(({ type }) => type === componentToken("UnattendedAccess")),
    );
    const slots = [...new Set([...Object.keys(configured), ...Object.keys(deployed)])].map((key): Slot => {
        const { thumbprint, notBefore, notAfter } = deployed[key] ?? {};
        return {
            key,
            configured: configured[key],
            wasActive: pastActive.keys.has(key),
            deployed:
                thumbprint === undefined || notBefore === undefined || notAfter === undefined
                    ? undefined
                    : {
                          thumbprint,
                          notBefore,
                          notAfter,
                          acceptedSince:
                              credentialCreated(deployment.resources, certificateName(componentOfLogin, key)) ??
                              notBefore,
                          isAccepted: accepted.has(thumbprint),
                          verification: options.verifications.get(thumbprint),
                      },
        };
    });
    const planned = slots.find(
        (slot) => slot.deployed === undefined && isSuccessor({ deployedActive }, slot),
    )?.configured;
    const now = clock.now();
    const active = { key: deployedActive, notBefore: connection.notBefore, notAfter: connection.notAfter };
    const [evidence, restrictions, clockAheadMs] = await Promise.all([
        readSignIns(directory.graph, connection.clientId),
        restrictionsOf(directory, connection.applicationObjectId),
        clockAheadOfEntra(directory.endpoints, directory.deployer.tenantId, stack.signal),
    ]);
    return {
        project,
        login: componentOfLogin,
        writtenAt: deployment.writtenAt,
        situation: {
            now,
            slots,
            holdsSecret: configuration[`${project}:certificates`]?.isSecret === true,
            configuredActive: activeCertificate,
            deployedActive,
            formerKeys: [...pastActive.keys],
            activeSince: pastActive.since.get(deployedActive),
            places: [...placesOf(outputs), ...options.places],
            reports: options.reports.filter(({ clientId }) => isSameGuid(clientId, connection.clientId)),
            evidence,
            foreign: foreignCredentials(login, thumbprintsOf(outputs)),
            objections: objectionsTo(
                {
                    now,
                    template: configured[deployedActive] ?? {},
                    planned,
                    active,
                    restrictions,
                    applicationCreated: login.createdDateTime,
                    clockAheadMs,
                    loginHost: new URL(directory.endpoints.loginUrl).host,
                    clientId: connection.clientId,
                    deployerClientId: directory.deployer.kind === "application" ? directory.deployer.name : undefined,
                },
                policy,
            ),
        },
    };
}

function thumbprintsOf({ certificates }: StackOutputs): string[] {
    return Object.values(certificates).map(({ thumbprint }) => thumbprint);
}

/** The application, once it shows all credentials that the stack has, or what is still missing will stay so. */
export async function settledLogin(
    {
        graph,
        clock,
        signal,
    }: { readonly graph: Graph; readonly clock: Clock; readonly signal: AbortSignal | undefined },
    applicationObjectId: string,
    thumbprints: readonly string[],
): Promise<Login> {
    for (let reading = 1; ; reading++) {
        const login = await loginOf(graph, applicationObjectId);
        const isComplete = thumbprints.every((one) => login?.credentials.some(({ thumbprint }) => thumbprint === one));
        if (login !== undefined && (isComplete || reading === readings)) {
            return login;
        }
        if (reading === readings) {
            throw new UserError(
                `the application ${applicationObjectId} is not in the tenant`,
                "Run `exo-unattended repair`.",
            );
        }
        await clock.sleep(pauseMs, signal);
    }
}

/** When an update added the credential of that name to the application. */
function credentialCreated(resources: readonly StateResource[], name: string): string | undefined {
    return resources.find(
        (one) => one.type === typeOf("ApplicationCertificate") && nameOf(one.urn) === name && one.delete !== true,
    )?.created;
}

const certificatesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

function certificateConfig(config: Readonly<Record<string, string>>): {
    readonly project: string;
    readonly certificates: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly activeCertificate: string;
} {
    const suffix = ":certificates";
    const key = Object.keys(config).find((one) => one.endsWith(suffix)) ?? "";
    const project = key.slice(0, -suffix.length);
    const activeCertificate = config[`${project}:activeCertificate`];
    const { data } = certificatesSchema.safeParse(parsed(config[key]));
    if (data === undefined || activeCertificate === undefined) {
        throw new UserError(
            "the stack's configuration has no `certificates` and `activeCertificate`",
            "renew works with the program of this project. In a program of your own, change the certificates as docs/renewal.md says.",
        );
    }
    return { project, certificates: data, activeCertificate };
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "");
    } catch {
        return undefined;
    }
}

/** Which certificates the stack's updates made active, and since when the last of them is. */
export function activeInPast(
    history: readonly PastUpdate[],
    project: string,
): { readonly keys: ReadonlySet<string>; readonly since: ReadonlyMap<string, Date> } {
    const updates = history.flatMap(({ kind, succeeded, endedAt, config }) => {
        const key = config[`${project}:activeCertificate`];
        return kind === "update" && succeeded && endedAt !== undefined && key !== undefined ? [{ key, endedAt }] : [];
    });
    const last = updates[0]?.key;
    const others = updates.findIndex(({ key }) => key !== last);
    const first = updates.slice(0, others < 0 ? undefined : others).at(-1);
    return {
        keys: new Set(updates.map(({ key }) => key)),
        since: new Map(first === undefined ? [] : [[first.key, new Date(first.endedAt)]]),
    };
}

function componentName(components: readonly { readonly urn: string }[]): string {
    const [first, ...others] = components;
    if (first === undefined || others.length > 0) {
        throw new UserError(
            `the stack has ${components.length} logins`,
            "renew works with a stack of one login. With several, change the certificates as docs/renewal.md says.",
        );
    }
    return nameOf(first.urn);
}

async function restrictionsOf(
    { graph }: Directory,
    applicationObjectId: string,
): Promise<readonly KeyRestriction[] | undefined> {
    try {
        return await keyRestrictions(graph, applicationObjectId);
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 403) {
            return undefined;
        }
        throw error;
    }
}

function placesOf({ deliveryManifest }: StackOutputs): readonly Delivery[] {
    return deliveryManifest === undefined ? [] : parseManifest(deliveryManifest).deliveries;
}

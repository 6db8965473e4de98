import { ProviderError } from "../protocol/provider";
import { isMap, knownText, list, type PropertyMap, text } from "../protocol/values";
import { alreadyExists, step } from "./diagnostics";
import type { GraphSession } from "./graph";
import { notApplicationId, notRfc3339, otherThan, uuid } from "./problems";
import type { Definition } from "./resource";
import { computed, optional, required, type Schema } from "./schema";
import { type Queue, waitUntil } from "./waiting";

const schema: Schema = {
    applicationId: required({ problem: notApplicationId, replaces: true }),
    encoding: optional({ default: "pem", problem: otherThan("base64", "hex", "pem"), replaces: true }),
    endDate: computed({ problem: notRfc3339, conflictsWith: "endDateRelative", replaces: true }),
    endDateRelative: optional({ conflictsWith: "endDate", replaces: true }),
    keyId: computed({ problem: uuid, replaces: true }),
    startDate: computed({ problem: notRfc3339, replaces: true }),
    type: optional({ problem: otherThan("AsymmetricX509Cert", "Symmetric"), replaces: true }),
    value: required({ secret: true, replaces: true }),
};

interface Names {
    readonly path: string;
    readonly named: string;
    readonly objectId: string;
}

function namesOf(objectId: string): Names {
    return { objectId, path: `/v1.0/applications/${objectId}`, named: `Application (Application: "${objectId}")` };
}

const idPattern = /^([0-9a-f-]{36})\/certificate\/([0-9a-f-]{36})$/i;

/**
 * `azuread:index/applicationCertificate:ApplicationCertificate`, id `<objectId of the application>/certificate/<keyId>`.
 * @param queue Graph keeps an application's credentials as one list, so whoever changes it must be alone.
 */
export function applicationCertificate(queue: Queue): Definition {
    return {
        schema,
        minutes: { create: 10, read: 5, delete: 5 },

        async create(session, planned) {
            const { path, named, objectId } = namesOf(text(planned.applicationId).split("/").at(-1) ?? "");
            const keyId = knownText(planned.keyId) ?? session.budget.world.uuid();
            const credential = await credentialFrom(session, planned, keyId, named);
            const id = `${objectId}/certificate/${keyId}`;
            return queue.run(objectId, async () => {
                const existing = await credentialsOf(session, path, named);
                if (existing.some((other) => other.keyId === keyId)) {
                    throw alreadyExists(id, "azuread_application_certificate");
                }
                await step(`Adding certificate for ${named}`, () =>
                    replace(session, path, objectId, [...existing, credential]),
                );
                await step(`Waiting for certificate credential for ${named}`, () =>
                    waitUntil(session.budget, {
                        occurrences: 5,
                        intervalSeconds: 1,
                        reached: async () => keyCredentials(await session.get(path)).some((one) => one.keyId === keyId),
                    }),
                );
                return id;
            });
        },

        async read(session, id, known) {
            const [, objectId = "", keyId = ""] = idPattern.exec(id) ?? [];
            if (objectId === "") {
                return undefined;
            }
            const { path, named } = namesOf(objectId);
            const credential = (await credentialsOf(session, path, named)).find((one) => one.keyId === keyId);
            return (
                credential && {
                    applicationId: `/applications/${objectId}`,
                    // Graph never shows what was uploaded.
                    encoding: known.encoding ?? null,
                    endDate: text(credential.endDateTime),
                    endDateRelative: known.endDateRelative ?? null,
                    keyId,
                    startDate: text(credential.startDateTime),
                    type: text(credential.type),
                    value: known.value ?? null,
                }
            );
        },

        async delete(session, id) {
            const [, objectId = "", keyId = ""] = idPattern.exec(id) ?? [];
            const { path, named } = namesOf(objectId);
            await queue.run(objectId, async () => {
                const others = (await credentialsOf(session, path, named)).filter((one) => one.keyId !== keyId);
                await step(`Removing certificate credential "${keyId}" from ${named}`, () =>
                    replace(session, path, objectId, others),
                );
                await step(`Waiting for deletion of certificate credential "${keyId}" from ${named}`, () =>
                    waitUntil(session.budget, {
                        occurrences: 5,
                        intervalSeconds: 5,
                        reached: async () =>
                            !keyCredentials(await session.get(path)).some((one) => one.keyId === keyId),
                    }),
                );
            });
        },
    };
}

/** The application's credentials; that it is gone is an error here, even for a refresh. */
function credentialsOf(session: GraphSession, path: string, named: string): Promise<PropertyMap[]> {
    return step(`Retrieving ${named}`, async () => keyCredentials(await session.get(path)), "application_id");
}

const keyCredentials = (application: PropertyMap): PropertyMap[] => list(application.keyCredentials).filter(isMap);

const replace = (session: GraphSession, path: string, id: string, credentials: PropertyMap[]): Promise<void> =>
    session.patch(path, { "@odata.type": "#microsoft.graph.application", id, keyCredentials: credentials });

async function credentialFrom(
    session: GraphSession,
    planned: PropertyMap,
    keyId: string,
    named: string,
): Promise<PropertyMap> {
    const generating = `Generating certificate credentials for ${named}`;
    const endDate = await step(generating, () => endDateOf(session, planned), "end_date_relative");
    const pem = await step(generating, () => pemOf(planned));
    const startDate = knownText(planned.startDate);
    return {
        ...(endDate === undefined ? {} : { endDateTime: wholeSeconds(endDate) }),
        key: Buffer.from(pem).toString("base64"),
        keyId,
        ...(startDate === undefined ? {} : { startDateTime: wholeSeconds(startDate) }),
        type: text(planned.type),
        usage: "Verify",
    };
}

/** Graph gets the text of a PEM, not the DER inside it. */
function pemOf({ encoding, value }: PropertyMap): string {
    const given = text(value);
    if (encoding !== "base64" && encoding !== "hex") {
        return given;
    }
    const compact = given.replace(/\s/g, "");
    const der = Buffer.from(compact, encoding);
    if (der.toString(encoding) !== (encoding === "hex" ? compact.toLowerCase() : compact)) {
        throw new ProviderError(`failed to decode ${encoding} certificate data`);
    }
    const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** A date without its fraction of a second, in its own time zone. */
const wholeSeconds = (date: string): string => date.replace(/\.\d+/, "");

const secondsPerUnit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** The end date, or now and so long: a Go duration such as `4320h` or `1h30m`. */
function endDateOf(session: GraphSession, { endDate, endDateRelative }: PropertyMap): string | undefined {
    const duration = knownText(endDateRelative);
    if (duration === undefined) {
        return knownText(endDate);
    }
    if (!/^(\d+(\.\d+)?[hms])+$/.test(duration)) {
        throw new ProviderError(`Unable to parse \`end_date_relative\` ("${duration}") as a duration`);
    }
    const seconds = [...duration.matchAll(/([\d.]+)([hms])/g)].reduce(
        (sum, [, amount = "", unit = ""]) => sum + Number(amount) * (secondsPerUnit[unit] ?? 0),
        0,
    );
    const now = Number(session.budget.world.now() / 1_000_000_000n);
    return new Date((now + seconds) * 1000).toISOString();
}

import { X509Certificate, randomUUID } from "node:crypto";
import { wholeSeconds } from "../wholeSeconds";
import type { KeyCredential } from "../state";
import type { KeyCredentialEntry } from "./applicationSchema";
import { badRequest, GraphError, invalidValue } from "./errors";
import type { Entity, Shown } from "./query";

/** Longer names are accepted and shortened (learn.microsoft.com/graph/api/resources/keycredential). */
const longestName = 90;

/** For certificates that clients bring; what Graph makes itself is identified by more. */
const longestIdentifier = 40;

/**
 * The credentials after a PATCH: exactly the entries sent. An entry that names a stored credential, usually as last
 * read and so without its key, keeps it as it is; any other is new and needs its certificate.
 * @param admit refuses new credentials that the tenant does not want
 */
export function replaceKeyCredentials(
    stored: readonly KeyCredential[],
    entries: readonly KeyCredentialEntry[],
    admit: (added: KeyCredential) => void,
): KeyCredential[] {
    const keyIds = entries.flatMap(({ keyId }) => keyId ?? []);
    if (new Set(keyIds).size < keyIds.length) {
        throw badRequest("Duplicate value specified for property 'keyId' of resource 'KeyCredential'.");
    }
    return entries.map((entry) => {
        const known = stored.find(({ keyId }) => keyId === entry.keyId);
        if (entry.type !== (known?.type ?? "AsymmetricX509Cert")) {
            throw invalidValue("type", "KeyCredential");
        }
        if (entry.usage !== (known?.usage ?? "Verify")) {
            throw invalidValue("usage", "KeyCredential");
        }
        if (known) {
            return keep(known, entry);
        }
        const added = add(entry);
        admit(added);
        return added;
    });
}

/** The credentials as Graph shows them. */
export function describeKeyCredentials(credentials: readonly KeyCredential[], { withKeys = false }: Shown): Entity[] {
    return credentials.map(({ key, ...rest }) => ({ ...rest, key: withKeys ? key : null }));
}

/** What the entry says of a stored credential must be true: nothing of it can be changed. */
function keep(known: KeyCredential, entry: KeyCredentialEntry): KeyCredential {
    const { key, displayName, customKeyIdentifier, startDateTime, endDateTime } = entry;
    const isUnchanged =
        (!key || derOf(readCertificate(key)) === known.key) &&
        (displayName ?? known.displayName) === known.displayName &&
        (customKeyIdentifier ?? known.customKeyIdentifier) === known.customKeyIdentifier &&
        (!startDateTime || wholeSeconds(new Date(startDateTime)) === known.startDateTime) &&
        (!endDateTime || wholeSeconds(new Date(endDateTime)) === known.endDateTime);
    if (!isUnchanged) {
        throw badRequest(`Update to existing credential with KeyId '${known.keyId}' is not allowed.`);
    }
    return known;
}

function add(entry: KeyCredentialEntry): KeyCredential {
    if (!entry.key) {
        throw invalidValue("key", "KeyCredential");
    }
    if ((entry.customKeyIdentifier ?? "").length > longestIdentifier) {
        throw invalidValue("customKeyIdentifier", "KeyCredential");
    }
    const certificate = readCertificate(entry.key);
    const notBefore = new Date(certificate.validFrom);
    const notAfter = new Date(certificate.validTo);
    const start = entry.startDateTime ? new Date(entry.startDateTime) : notBefore;
    const end = entry.endDateTime ? new Date(entry.endDateTime) : notAfter;
    if (wholeSeconds(start) < wholeSeconds(notBefore) || start > end) {
        throw new GraphError(400, "KeyCredentialsInvalidStartDate", "Key credential start date is invalid.");
    }
    if (wholeSeconds(end) > wholeSeconds(notAfter)) {
        throw new GraphError(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
    }
    return {
        keyId: entry.keyId ?? randomUUID(),
        customKeyIdentifier: entry.customKeyIdentifier ?? certificate.fingerprint.replaceAll(":", ""),
        displayName: (entry.displayName ?? certificate.subject.split("\n").reverse().join(", ")).slice(0, longestName),
        startDateTime: wholeSeconds(start),
        endDateTime: wholeSeconds(end),
        type: "AsymmetricX509Cert",
        usage: "Verify",
        key: derOf(certificate),
    };
}

/** @param key base64 of a certificate in DER, or of its PEM text, which is what the azuread provider sends */
function readCertificate(key: string): X509Certificate {
    try {
        return new X509Certificate(Buffer.from(key, "base64"));
    } catch {
        throw new GraphError(
            400,
            "KeyCredentialsInvalidValue",
            "Key credential is invalid: the value of property 'key' is not a valid certificate.",
        );
    }
}

function derOf(certificate: X509Certificate): string {
    return certificate.raw.toString("base64");
}

import { UserError } from "../errors/userError";

/** The property that marks an object of Pulumi's as special (sdk/go/common/resource, `SigKey`). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
/** The mark of a secret (`SecretSig`). */
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for a secret where its value is not shown, as in what `pulumi stack output --json` prints. */
export const hiddenSecret = "[secret]";

/**
 * A value of a state or a plan with {@link hiddenSecret} in the place of every secret: pulumi encrypts it again, into
 * another text, each time that it writes.
 */
export function withoutSecrets(value: unknown): unknown {
    return replaceSecrets(value, () => hiddenSecret);
}

/** The same with a marked object that has no value in the place of every secret, so that none is taken for a text. */
export function closeSecrets(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return propertiesWith(properties, () => ({ [signatureKey]: secretMark }));
}

/** The same with the values of the secrets, as far as pulumi has decrypted them: as JSON in the marked object. */
export function openSecrets(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return propertiesWith(properties, opened);
}

/** A property that is a text, and not a secret that is hidden. */
export function shownText(value: unknown): string | undefined {
    return typeof value === "string" && value !== hiddenSecret ? value : undefined;
}

/** Secrets within a secret are opened too, as `pulumi stack output --show-secrets` does. */
function opened({ plaintext }: Readonly<Record<string, unknown>>): unknown {
    if (typeof plaintext !== "string") {
        return hiddenSecret;
    }
    let value: unknown;
    try {
        value = JSON.parse(plaintext);
    } catch {
        // The parser's own message quotes the secret.
        throw new UserError("pulumi printed a secret that is not JSON; is it older than 3.259.0?");
    }
    return replaceSecrets(value, opened);
}

/** What takes the place of a secret. */
type Replacement = (secret: Readonly<Record<string, unknown>>) => unknown;

function replaceSecrets(value: unknown, by: Replacement): unknown {
    if (Array.isArray(value)) {
        return value.map((one) => replaceSecrets(one, by));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const properties = value as Readonly<Record<string, unknown>>;
    return properties[signatureKey] === secretMark ? by(properties) : propertiesWith(properties, by);
}

function propertiesWith(properties: Readonly<Record<string, unknown>>, by: Replacement): Record<string, unknown> {
    return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, replaceSecrets(part, by)]));
}

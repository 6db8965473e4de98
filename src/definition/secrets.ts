/** The property that marks an object of Pulumi's as special (sdk/go/common/resource, `SigKey`). */
const signature = "4dabf18193072939515e22adb298388d";
/** The mark of a secret (`SecretSig`). */
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for a secret in everything of which a digest is made. */
export const hiddenSecret = "[secret]";

/**
 * A value of a state or a plan with {@link hiddenSecret} in the place of every secret: pulumi encrypts it again, into
 * another text, each time that it writes.
 */
export function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if ((value as Readonly<Record<string, unknown>>)[signature] === secretMark) {
        return hiddenSecret;
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSecrets(part)]));
}

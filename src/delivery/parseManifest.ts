import { z } from "zod";
import { readThumbprint } from "../certificate/thumbprint";
import { deliveryKinds, deliveryManifestVersion, type DeliveryManifest } from "./manifest";
import { schemaProblems } from "../errors/schemaProblems";
import { UserError } from "../errors/userError";

// Loose: a later version may add properties without becoming unreadable.
const schema = z.looseObject({
    schemaVersion: z.literal(deliveryManifestVersion, {
        error: `must be ${deliveryManifestVersion}; another version of exo-unattended wrote this manifest`,
    }),
    deliveries: z.array(
        z.looseObject({
            kind: z.enum(deliveryKinds, { error: `must be one of ${deliveryKinds.join(", ")}` }),
            place: z.string().min(1),
            host: z.string().min(1).exactOptional(),
            thumbprint: z
                .string()
                .transform((text) => readThumbprint(text) ?? text)
                .refine((text) => /^[0-9A-F]{40}$/.test(text), "must be 40 hex digits"),
            notAfter: z.iso.datetime({
                precision: 0,
                error: "must be a time in UTC and whole seconds (2026-01-31T08:00:00Z)",
            }),
        }),
    ),
});

/**
 * Checks a value that came from outside, such as a stack's output or a file.
 * @throws UserError with every problem found.
 */
export function parseManifest(value: unknown): DeliveryManifest {
    const result = schema.safeParse(value);
    if (!result.success) {
        throw new UserError(`not a delivery manifest: ${schemaProblems(result.error).join("; ")}`);
    }
    return result.data;
}

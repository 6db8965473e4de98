import { z } from "zod";
import { UserError } from "../errors/userError";
import type { Waiver } from "./report";

/** A waiver as a file has it. */
export interface WaiverEntry extends Waiver {
    /** Fingerprint of the one finding. */
    readonly finding: string;
    /** Id of the finding's rule: so that a reviewer sees what is waived. */
    readonly rule: string;
    /** The stack it is for: of others it is neither used nor called unused. */
    readonly stack: string;
}

const text = z.string().trim().min(1, "is empty");

const schema = z.strictObject({
    waivers: z.array(
        z.strictObject({
            finding: z.string().regex(/^[0-9a-f]{64}$/, "is not a fingerprint of 64 hex digits"),
            rule: text,
            stack: text,
            reason: text,
            owner: text,
            until: z.iso.date("is not a day in the form YYYY-MM-DD"),
            link: z.url({ protocol: /^https?$/, error: "is not an http or https URL" }),
        }),
    ),
});

/**
 * Reads a file of waivers, in YAML or JSON.
 * @param file how it is called in an error
 * @throws UserError when it is not one, with the place; it quotes nothing of the text
 */
export async function parseWaivers(content: string, file: string): Promise<readonly WaiverEntry[]> {
    const { waivers } = check(await parseYaml(content, file), file);
    const seen = new Set<string>();
    for (const [index, { finding }] of waivers.entries()) {
        if (seen.has(finding)) {
            throw new UserError(`${file}: waivers[${index}].finding: is waived twice`, "Keep one of the two.");
        }
        seen.add(finding);
    }
    return waivers;
}

/** YAML 1.2, of which JSON is a part: a date stays a text, and nothing is run. */
async function parseYaml(content: string, file: string): Promise<unknown> {
    const { parseDocument } = await import("yaml");
    // "silent" would ignore all documents but the first.
    const document = parseDocument(content, { logLevel: "error" });
    const [error] = document.errors;
    if (error !== undefined) {
        // The parser's own message quotes the text.
        throw new UserError(`${file}: line ${error.linePos?.[0].line ?? 1}: not YAML`, advice);
    }
    try {
        return document.toJS({ maxAliasCount: 0 });
    } catch {
        throw new UserError(`${file}: uses YAML aliases`, "Write each waiver out.");
    }
}

function check(value: unknown, file: string): z.infer<typeof schema> {
    const result = schema.safeParse(value);
    if (!result.success) {
        const [issue] = result.error.issues;
        const place = (issue?.path ?? [])
            .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
            .join("")
            .replace(/^\./, "");
        const wrong =
            issue?.code === "unrecognized_keys"
                ? "has a key that is not known"
                : issue?.message.replace(/^Invalid input/, "is wrong");
        throw new UserError(`${file}: ${place === "" ? "the file" : place}: ${wrong ?? "is wrong"}`, advice);
    }
    return result.data;
}

const advice = "Each waiver has finding, rule, stack, reason, owner, until (YYYY-MM-DD) and link (docs/audit.md).";

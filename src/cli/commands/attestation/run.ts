import { checkAttestation, type AttestationState, type Attested } from "../../../attestation/attestation";
import { certificateFacts } from "../../../certificate/certificateFacts";
import { readThumbprint } from "../../../certificate/thumbprint";
import { parseConnection } from "../../../connection/parse";
import { ExitStatus } from "../../../errors/exitStatus";
import { exactlyOne } from "../../options/exactlyOne";
import { UserError } from "../../../errors/userError";
import { readInput } from "../../../files/readInput";
import { foreignText } from "../../../http/foreignText";
import { readOutputs } from "../../../proof/readOutputs";
import type { AttestationCheckOptions } from "./command";

/** What people read of each state, and the exit status. */
const verdicts: Readonly<Record<AttestationState, readonly [text: string, status: ExitStatus]>> = {
    valid: ["valid", ExitStatus.Success],
    expired: ["genuine, but expired", ExitStatus.Expired],
    replaced: ["genuine, but for another certificate", ExitStatus.OtherCertificate],
    local: ["genuine, but of a local tenant", ExitStatus.LocalTenant],
    unproved: ["genuine, but not a proof", ExitStatus.Refused],
    changed: ["changed or forged", ExitStatus.Refused],
    unreadable: ["not an attestation", ExitStatus.Usage],
};

export async function run(path: string, options: AttestationCheckOptions, signal: AbortSignal): Promise<ExitStatus> {
    const thumbprint = await expectedThumbprint(options, signal);
    const { state, reason, attested } = checkAttestation(readInput(path), thumbprint, new Date());
    const [text, status] = verdicts[state];
    const verb = attested?.revocation === undefined ? "proved" : "recorded";
    const what = attested === undefined ? "" : `: ${attested.organization}, ${verb} at ${attested.provedAt}`;
    const lines = [`${text}${what}; ${reason}`, ...explanation(attested)];
    process.stdout.write(lines.map((line) => `${foreignText(line)}\n`).join(""));
    return status;
}

/** Which definition was verified where, which access was found, or why a login was taken away. */
function explanation(attested: Attested | undefined): readonly string[] {
    const { stack, definition, stateDigest, promotion, provedAt, access, revocation } = attested ?? {};
    if (revocation !== undefined) {
        const { action, reason, by } = revocation;
        const what = action === "revoke" ? "taken away" : "given back";
        return [`the login of the stack ${stack ?? ""} was ${what} by ${by}: ${reason}`];
    }
    if (access !== undefined) {
        return [`the access of the stack ${stack ?? ""} was audited: ${access}`];
    }
    if (attested === undefined || definition === undefined || stack === undefined) {
        return [];
    }
    const way =
        promotion === undefined
            ? []
            : [
                  promotion.isRestoration
                      ? `it was restored in ${stack} with the seal ${promotion.seal}`
                      : `it was promoted from ${promotion.from} to ${stack} with the seal ${promotion.seal}`,
              ];
    return [
        `the definition ${definition} was verified in the stack ${stack} (${attested.organization}) at ${provedAt ?? ""}`,
        ...(stateDigest === undefined ? [] : [`the stack's state was ${stateDigest}`]),
        ...way,
    ];
}

/** Anybody can sign anything with a certificate of their own: whose it must be has to be said. */
async function expectedThumbprint(
    { certificate, stack, cwd, thumbprint }: AttestationCheckOptions,
    signal: AbortSignal,
): Promise<string> {
    exactlyOne({
        "--stack <name>": stack !== undefined,
        "--certificate <pem>": certificate !== undefined,
        "--thumbprint <hex>": thumbprint !== undefined,
    });
    if (stack !== undefined) {
        const { connection } = await readOutputs({ stack, cwd }, { showSecrets: false, signal });
        return parseConnection(connection).thumbprintSha256;
    }
    if (certificate !== undefined) {
        const content = readInput(certificate);
        try {
            return certificateFacts(content).thumbprintSha256;
        } catch (error) {
            throw error instanceof UserError ? error.about(certificate) : error;
        }
    }
    const digits = readThumbprint(thumbprint ?? "");
    if (digits === undefined) {
        throw new UserError("--thumbprint: give 40 hex digits (SHA-1) or 64 (SHA-256)");
    }
    return digits;
}

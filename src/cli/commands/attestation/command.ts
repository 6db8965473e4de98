import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { AttestationState } from "../../../attestation/attestation";
import { certificateFacts } from "../../../certificate/certificateFacts";
import { foreignText } from "../../../http/foreignText";
import { ExitStatus } from "../../../errors/exitStatus";
import { readSource } from "../../options/source";
import { UserError } from "../../../errors/userError";

interface CheckOptions {
    readonly certificate?: string;
    readonly stack?: string;
    readonly cwd?: string;
    readonly thumbprint?: string;
}

/** What people read of each state, and the exit status. */
const verdicts: Readonly<Record<AttestationState, readonly [text: string, status: ExitStatus]>> = {
    valid: ["valid", ExitStatus.Success],
    expired: ["genuine, but expired", ExitStatus.Expired],
    replaced: ["genuine, but for another certificate", ExitStatus.OtherCertificate],
    changed: ["changed or forged", ExitStatus.Refused],
    unreadable: ["no attestation", ExitStatus.Usage],
};

/** `exo-unattended attestation check`: says whether a file of `verify --attest` is genuine. */
export function attestationCommand(): Command {
    const check = new Command("check")
        .description("say whether a file of `verify --attest` is genuine, without a network")
        .argument("<file>", "the file")
        .option("--stack <name>", "it must be signed with the active certificate of this Pulumi stack")
        .option("--cwd <folder>", "folder of the Pulumi project, for --stack (default: the current folder)")
        .option("--certificate <pem>", "it must be signed with the certificate in this file")
        .option("--thumbprint <hex>", "it must be signed with the certificate of this SHA-1 or SHA-256 thumbprint")
        .addHelpText(
            "after",
            `
Exit status:
  0  valid
  1  changed or forged
  2  wrong use, or a file that is no attestation
  5  genuine, but its certificate has expired since
  6  genuine, but for another certificate than the one asked for`,
        )
        .action(async (path: string, options: CheckOptions) => {
            const { checkAttestation } = await import("../../../attestation/attestation.js");
            const thumbprint = await expectedThumbprint(options);
            const { state, reason, attested } = checkAttestation(await read(path), thumbprint, new Date());
            const [text, status] = verdicts[state];
            const what = attested === undefined ? "" : `: ${attested.organization}, proved at ${attested.provedAt}`;
            process.stdout.write(`${foreignText(`${text}${what}; ${reason}`)}\n`);
            process.exitCode = status;
        });
    return new Command("attestation").description("look at the files of `verify --attest`").addCommand(check);
}

/** Anybody can sign anything with a certificate of his own: whose it must be has to be said. */
async function expectedThumbprint({ certificate, stack, cwd, thumbprint }: CheckOptions): Promise<string> {
    if ([certificate, stack, thumbprint].filter((option) => option !== undefined).length !== 1) {
        throw new UserError("give either --stack <name>, --certificate <pem> or --thumbprint <hex>");
    }
    if (stack !== undefined) {
        const { connection } = await readSource(
            { stack, ...(cwd === undefined ? {} : { cwd }) },
            { showSecrets: false },
        );
        const { parseConnection } = await import("../../../connection/parse.js");
        return parseConnection(connection).thumbprintSha256;
    }
    if (certificate !== undefined) {
        try {
            return certificateFacts((await read(certificate)).toString("utf8")).thumbprintSha256;
        } catch (error) {
            throw error instanceof UserError ? new UserError(`${certificate}: ${error.message}`) : error;
        }
    }
    const digits = (thumbprint ?? "").replace(/[\s:]/g, "");
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(digits)) {
        throw new UserError("--thumbprint: give 40 hex digits (SHA-1) or 64 (SHA-256)");
    }
    return digits;
}

async function read(path: string): Promise<Buffer> {
    try {
        return await readFile(path);
    } catch (error) {
        throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : "unknown reason"}`);
    }
}

/** What the command's exit status says; part of its interface. */
export enum ExitStatus {
    /** Proved, or done. */
    Success = 0,
    /** Refused for a reason that waiting does not cure; of an attestation: changed or forged. */
    Refused = 1,
    /** Usage error: bad arguments, unreadable input, no such stack. */
    Usage = 2,
    /** Not proved in time, for a reason that may pass. */
    NotInTime = 3,
    /** Proved, but the certificate ends within `--warn-days`. */
    EndsSoon = 4,
    /** The attestation is genuine, and its certificate has expired since. */
    Expired = 5,
    /** The attestation is genuine, and for another certificate than the one asked for. */
    OtherCertificate = 6,
    /** Neither proved nor refused: no answer came that only Exchange Online for this tenant could give. */
    Undecided = 7,
    /** The attestation is genuine, and was made against a tenant on the verifier's machine, not at Microsoft. */
    LocalTenant = 8,
    /** A login has more rights than the scripts need. */
    MoreThanNeeded = 9,
    /** Of a renewal: steps were made, and nothing more is due now. */
    Renewed = 10,
    /** Of a renewal: the next step must wait. */
    Waiting = 11,
    /** Only a person can go on: of a renewal, or an administrator whose consent is pending. */
    PersonNeeded = 12,
    /** A defect of this program (EX_SOFTWARE of sysexits.h). */
    Defect = 70,
    /** Stopped by Ctrl-C: 128 and the number of the signal, as shells count. */
    Interrupted = 130,
}

/** `up` adds it to the status of a proof that failed after an update that did not: pulumi's own statuses are below. */
export const failedProof = 100;

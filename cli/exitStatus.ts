/** What the command's exit status says; part of its interface. */
export enum ExitStatus {
    /** Proved, or done. */
    Success = 0,
    /** Refused for a reason that waiting does not cure. */
    Refused = 1,
    /** Wrong use: bad arguments, unreadable input, no such stack. */
    Usage = 2,
    /** Not proved in time, for a reason that may pass. */
    NotInTime = 3,
    /** A defect of this program (EX_SOFTWARE of sysexits.h). */
    Defect = 70,
    /** Stopped by Ctrl-C: 128 and the number of the signal, as shells count. */
    Interrupted = 130,
}

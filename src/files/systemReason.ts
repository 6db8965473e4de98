/** What the system's refusals mean for the person who named the file (errno, man7.org/linux/man-pages/man3/errno.3.html). */
const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOENT: "no such file or folder",
    ENOTDIR: "a part of the path is not a folder",
    EISDIR: "it is a folder",
    EEXIST: "it exists",
    ENXIO: "it is a pipe or a device, not a regular file",
    ELOOP: "too many symbolic links",
    ENAMETOOLONG: "the name is too long",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EFBIG: "a limit on the size of files is reached (ulimit -f)",
    EMFILE: "too many files are open (ulimit -n)",
    EIO: "the disk has an error",
    ERR_INVALID_ARG_VALUE: "the name has a character that no file name has",
};

/**
 * Why the system refused to read or write a file, in words.
 * @param own what some codes mean in one place only
 */
export function systemReason(error: unknown, own: Readonly<Record<string, string>> = {}): string {
    const { code = "unknown reason" } = error as NodeJS.ErrnoException;
    return own[code] ?? reasons[code] ?? code;
}

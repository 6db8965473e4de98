/** Whether a host name, as `URL` has it, means this machine and nothing else. */
export function isLoopback(hostname: string): boolean {
    return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Digests by identifier (RFC 8017 appendix B.1, RFC 3279), by the names that Node.js gives them. */
export const digests: Readonly<Record<string, string>> = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
};

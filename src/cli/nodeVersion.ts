import { UserError } from "../errors/userError";

/** `engines` of package.json says the same; npm only warns of it. */
const oldest = { major: 24, minor: 19 };

/** @throws UserError when Node.js lacks what this package uses, such as `X509Certificate.signatureAlgorithm` */
export function checkNodeVersion(version: string): void {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
        throw new UserError(
            `exo-unattended needs Node.js ${oldest.major}.${oldest.minor} or later (this is ${version})`,
            "Install a newer one, or run the command by `npx` in a project that has the npm package `node`.",
        );
    }
}

import { generateKeyPairSync } from "node:crypto";
import { loadStandIns } from "../tools/engine/loadedStandIns";
import { quick, sharedVariables } from "./program/project";
import { startVault } from "./program/vault";

const rsaKey = (): string =>
    generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    }).privateKey;

/**
 * What takes long to make and all files can share: RSA keys, and for the stories on the engine the stand-in plugins and a
 * vault, which end with this process.
 */
export default async function setUp(): Promise<void> {
    // A command of pulumi ends long before it needs memory back: collecting it would take a sixth of its time.
    process.env.GOGC = "off";
    process.env.GOMEMLIMIT = "1GiB";
    process.env.TEST_RSA_KEY = rsaKey();
    process.env.TEST_SIGNING_KEY = rsaKey();
    const { env } = await loadStandIns({ ...process.env, ...quick });
    process.env[sharedVariables.standIns] = JSON.stringify(env);
    process.env[sharedVariables.vault] = JSON.stringify(await startVault());
}

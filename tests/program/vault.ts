import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** The vault, as a secrets provider of Pulumi. */
export const secretsProvider = "hashivault://tests";

/**
 * A stack's configuration for this secrets provider, in which Pulumi keeps the data key that the vault has encrypted.
 * Pulumi derives a passphrase's key again in each command, in 0.2 seconds, and asks a vault in no time.
 */
export const vaultConfiguration = [
    `secretsprovider: ${secretsProvider}`,
    `encryptedkey: ${Buffer.from(Buffer.alloc(32, "tests").toString("base64")).toString("base64")}`,
    "",
].join("\n");

/**
 * As much of HashiCorp Vault's transit engine as Pulumi asks for. It encrypts nothing: what it guards is a test's.
 * https://developer.hashicorp.com/vault/api-docs/secret/transit
 * @returns The environment in which `pulumi` finds it. It does not keep this process running.
 */
export async function startVault(): Promise<NodeJS.ProcessEnv> {
    const server = createServer((request, response) => {
        void json(request).then((body) => {
            const { plaintext, ciphertext } = body as { plaintext?: string; ciphertext?: string };
            response.setHeader("Content-Type", "application/json");
            response.end(JSON.stringify({ data: { plaintext: ciphertext, ciphertext: plaintext } }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve).unref());
    return { VAULT_ADDR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, VAULT_TOKEN: "tests" };
}

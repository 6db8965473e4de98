import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Saves a tenant that is new the time to make its key. */
export function provideSigningKey(directory: string): void {
    const file = path.join(directory, "signing.key");
    if (!existsSync(file)) {
        mkdirSync(directory, { recursive: true });
        writeFileSync(file, process.env.TEST_SIGNING_KEY ?? "", { mode: 0o600 });
    }
}

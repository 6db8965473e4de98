import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant } from "microsoft-local-tenant";
import type { Figure } from "./main";

/** From nothing to a listening tenant: keys, certificate, seed and state file included. */
export async function tenantStart(): Promise<Figure> {
    const directory = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        const started = performance.now();
        const tenant = await startTenant({ directory, port: 0 });
        const value = (performance.now() - started) / 1000;
        await tenant.close();
        return { what: "local tenant, first start in an empty folder", value, unit: "s", limit: 0.3 };
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

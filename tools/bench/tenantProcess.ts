import { startTenant } from "microsoft-local-tenant";

/** A process with a tenant in the folder that its argument names. It tells its parent the port. */
async function main(): Promise<void> {
    const { port } = await startTenant({ directory: process.argv[2] ?? "", port: 0 });
    process.send?.(port);
}

void main();

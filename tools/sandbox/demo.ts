import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import path from "node:path";
import { exclusively } from "../engine/lock";
import { runCommand } from "./command";
import { openSandbox } from "./sandbox";

/**
 * The main job on the local tenant: update, verification, and what to type on the machine that runs the script; or all
 * of it away again. Stops at the first step that fails, with its exit status. A second one waits for the first.
 */
export async function demo(destroy: boolean, tell: (line: string) => void): Promise<number> {
    const sandbox = await openSandbox(tell);
    try {
        return await exclusively(path.join(sandbox.folder, "demo.lock"), "running npm start", tell, async () => {
            for (const command of destroy ? goodbye : steps) {
                tell(command.join(" "));
                const status = await runCommand(command, sandbox.env);
                if (status !== 0) {
                    return status;
                }
            }
            if (destroy) {
                tell(await exchangeServicePrincipal(sandbox.env));
            }
            return 0;
        });
    } finally {
        await sandbox.close();
    }
}

const steps = [
    // The outputs are long, and `connection` shows those that matter.
    ["pulumi", "up", "--yes", "--skip-preview", "--suppress-outputs"],
    ["exo-unattended", "verify", "--stack", "dev"],
    ["exo-unattended", "connection", "--stack", "dev"],
];
const goodbye = [["pulumi", "destroy", "--yes", "--skip-preview", "--suppress-outputs"]];

/** Asks the tenant itself whether Exchange Online's own service principal survived. */
async function exchangeServicePrincipal(env: NodeJS.ProcessEnv): Promise<string> {
    const tenant = `https://${env.ARM_METADATA_HOSTNAME ?? ""}`;
    setDefaultCACertificates([...getCACertificates("default"), readFileSync(env.NODE_EXTRA_CA_CERTS ?? "", "utf8")]);
    const signIn = await fetch(`${tenant}/${env.ARM_TENANT_ID ?? ""}/oauth2/v2.0/token`, {
        method: "POST",
        body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: env.ARM_CLIENT_ID ?? "",
            client_secret: env.ARM_CLIENT_SECRET ?? "",
            scope: `${tenant}/.default`,
        }),
    });
    const { access_token: token } = (await signIn.json()) as { access_token?: string };
    const { apiClientId, apiName } = exchangeManageAsApp;
    const answer = await fetch(`${tenant}/v1.0/servicePrincipals?$filter=appId eq '${apiClientId}'`, {
        headers: { authorization: `Bearer ${token ?? ""}` },
    });
    const { value } = (await answer.json()) as { value?: readonly { readonly id: string }[] };
    const found = value?.[0];
    if (found === undefined) {
        throw new Error(`the service principal of ${apiName} is gone: this must never happen, please report it`);
    }
    return `${apiName} is untouched: its service principal is still ${found.id}`;
}

import { usableConnection } from "../../../connection/parse";
import { localEndpoints } from "../../../http/endpoints";
import { askTenant } from "../../../privileges/askTenant";
import type { ScriptUses } from "../../../privileges/uses";
import { readLogin } from "../../../proof/readLogin";
import type { StackOptions } from "../../../pulumi/run";
import { withExchange } from "../../../verification/exchange/session";
import { keySource, type KeyOptions } from "../../options/keyOptions";
import type { KnownLogin } from "./run";

/**
 * Reads a stack's login and asks its tenant which management roles hold the cmdlets of scripts.
 * @throws UserError when the login cannot be read, or may not ask; the signal's reason when it aborts
 */
export async function askWithLogin(
    scripts: readonly ScriptUses[],
    source: StackOptions,
    key: KeyOptions,
    signal: AbortSignal,
): Promise<KnownLogin> {
    const login = await readLogin({ source }, keySource(key), signal);
    const connection = usableConnection(login.connection);
    const endpoints = await localEndpoints(process.env, signal);
    const uses = scripts.flatMap((script) => script.uses);
    const answers = await withExchange(connection, login.credential, { endpoints, signal }, (runCmdlet) =>
        askTenant(uses, (cmdlet, parameters) => runCmdlet(cmdlet, parameters, { rows: 1000 })),
    );
    return { connection, answers };
}

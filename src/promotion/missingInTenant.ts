import { z } from "zod";
import type { Directory } from "../graph/directory";
import { kinds, typeOf } from "../identities/names";
import { checkExchangeOnline } from "../preflight/exchangeOnline";
import type { Preview } from "../pulumi/preview";

const role = z.object({ displayName: z.string() });

/**
 * What a plan needs and its tenant does not have, in words: the APIs of Exchange Online, which a tenant or a cloud may be
 * without, and the directory roles.
 */
export async function missingInTenant(directory: Directory, { steps, errors }: Preview): Promise<readonly string[]> {
    const isLogin = steps.some(({ type }) => kinds.some((kind) => typeOf(kind) === type));
    // A preview that failed may have stopped before it came to the login.
    if (!isLogin && errors.length === 0) {
        return [];
    }
    const api = await checkExchangeOnline(directory, steps);
    const roleIds = steps
        .filter(({ op, type }) => op !== "delete" && type === typeOf("DirectoryRoleAssignment"))
        .map(({ inputs }) => inputs["roleId"])
        .filter((id): id is string => typeof id === "string");
    const roles = await Promise.all(
        [...new Set(roleIds)].map(async (id) =>
            (await directory.graph.get(`/roleManagement/directory/roleDefinitions/${id}`, role)) === undefined
                ? [`the directory role ${id} does not exist there`]
                : [],
        ),
    );
    return [...(api.result === "failed" ? [api.evidence] : []), ...roles.flat()];
}

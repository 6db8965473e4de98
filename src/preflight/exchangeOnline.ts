import { failed, passed, type Outcome } from "../checks/check";
import type { Directory } from "../graph/directory";
import { servicePrincipalObjectId } from "../graph/lookUps";
import { typeOf } from "../identities/names";
import {
    exchangeManageAsApp,
    exchangeOnlineProtectionManageAsApp,
    type ApplicationPermission,
} from "../microsoft/permissions";
import type { PlannedStep } from "../pulumi/preview";

const apis = [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp];

/** Whether the tenant has the service principals of the APIs that the plan asks for, or will have them. */
export async function checkExchangeOnline({ graph }: Directory, steps: readonly PlannedStep[]): Promise<Outcome> {
    const text = JSON.stringify(steps.filter(({ type }) => type === typeOf("Application")));
    const asked = apis.filter((api) => api === exchangeManageAsApp || text.includes(api.apiClientId));
    const isCreated = ({ apiClientId }: ApplicationPermission): boolean =>
        steps.some(({ op, inputs }) => op === "create" && inputs["clientId"] === apiClientId);
    const there = await Promise.all(asked.map(({ apiClientId }) => servicePrincipalObjectId(graph, apiClientId)));
    const missing = asked.filter((api, index) => there[index] === undefined && !isCreated(api));
    return missing.length === 0
        ? passed(asked.map((api, index) => `${api.apiName}: ${there[index] ?? "will be created"}`).join("; "))
        : failed(
              `the tenant has no service principal of ${missing.map(({ apiName }) => apiName).join(" and ")}`,
              "Get an Exchange Online licence, or set createExchangeServicePrincipal to create it. It is never deleted again.",
          );
}

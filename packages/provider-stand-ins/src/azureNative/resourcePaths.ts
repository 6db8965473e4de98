/** The resources of azure-native that the stand-in knows, each with the path of its id in Azure Resource Manager. */
const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers";
const vault = `${group}/Microsoft.KeyVault/vaults/{vaultName}`;
const account = `${group}/Microsoft.Automation/automationAccounts/{automationAccountName}`;
const runtime = `${account}/runtimeEnvironments/{runtimeEnvironmentName}`;

export const resourcePaths: Readonly<Record<string, string>> = {
    "azure-native:keyvault:Vault": vault,
    "azure-native:keyvault:Secret": `${vault}/secrets/{secretName}`,
    "azure-native:authorization:RoleAssignment":
        "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    "azure-native:automation:AutomationAccount": account,
    "azure-native:automation:Certificate": `${account}/certificates/{certificateName}`,
    "azure-native:automation:Variable": `${account}/variables/{variableName}`,
    "azure-native:automation:RuntimeEnvironment": runtime,
    "azure-native:automation:Package": `${runtime}/packages/{packageName}`,
    "azure-native:automation:Runbook": `${account}/runbooks/{runbookName}`,
    "azure-native:automation:Schedule": `${account}/schedules/{scheduleName}`,
    "azure-native:automation:JobSchedule": `${account}/jobSchedules/{jobScheduleId}`,
};

/** The subscription of the stand-in. */
export const subscriptionId = "22222222-0000-0000-0000-000000000001";

/** The inputs that are part of a resource's id: a change of one makes another resource. */
export function pathParameters(type: string): string[] {
    return [...(resourcePaths[type] ?? "").matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
        name === undefined || name === "subscriptionId" ? [] : [name],
    );
}

import type { KnownError } from "./signInErrors";

/** An error of Exchange Online's administration endpoint. */
export interface ExchangeError extends KnownError {
    /** HTTP statuses it comes with. */
    readonly statuses: readonly number[];
    /** What the body or the `x-ms-diagnostics` header must hold. Absent: anything. */
    readonly text?: RegExp;
}

const appOnly = "learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2";
const assignRole =
    "Give the service principal a role that Exchange Online supports, such as Global Reader or Exchange Administrator, or make it a member of an Exchange role group. A new role takes effect after 2 to 30 minutes, a new role group after up to two hours (reported).";

/** The role has rights in Exchange Online, but not to this cmdlet. */
export const commandNotAllowed: ExchangeError = {
    statuses: [401, 403],
    text: /is not allowed to call/i,
    meaning: "the application's role does not have this command",
    remedy: `${assignRole} Or choose a command that the role has.`,
    mayPassWithTime: true,
    source: "MicrosoftDocs/office-docs-powershell issues 7970 and 8058",
};

/** Exchange Online shows the application no object of that name. */
export const objectNotFound: ExchangeError = {
    statuses: [400, 404],
    text: /ManagementObjectNotFound|couldn['’]t be found on/i,
    meaning: "Exchange Online shows the application no object of that name",
    remedy: "Check the spelling, and whether the application's role reaches it.",
    mayPassWithTime: false,
    source: "learn.microsoft.com/exchange/troubleshoot (the text); the status is assumed (object-not-found-status)",
};

/** Exchange Online has the command for the application, and it needs parameters. */
export const parametersMissing: ExchangeError = {
    statuses: [400],
    text: /missing mandatory parameters/i,
    meaning: "the command needs parameters",
    remedy: "Choose a command that runs without parameters.",
    mayPassWithTime: false,
    source: "PowerShell's own text for a parameter that is not given",
};

/** What answers does not have the command at all: it says nothing of the application's right to it. */
export const notImplemented: ExchangeError = {
    statuses: [501],
    meaning: "the service does not implement it, so it cannot be checked here",
    remedy: "Check it in a tenant of Exchange Online.",
    mayPassWithTime: false,
    source: "RFC 9110, section 15.6.2; stand-ins such as this project's local tenant answer so",
};

/**
 * The errors that a command meets; the first entry that fits counts.
 *
 * 401 and 403 may resolve after propagation, whatever their text: Exchange honours a grant some minutes after Microsoft Entra
 * shows it, and answers as if there were none until then.
 */
export const exchangeErrors: readonly ExchangeError[] = [
    {
        statuses: [401],
        text: /contains no permissions|\b2000008\b/i,
        meaning: "Exchange Online finds no permission in the token",
        remedy: "Grant admin consent for Exchange.ManageAsApp of Office 365 Exchange Online (`pulumi up` does). Consent given minutes ago takes effect by itself.",
        mayPassWithTime: true,
        source: appOnly,
    },
    {
        statuses: [401, 403],
        text: /isn['’]t supported in this scenario|AuthZ-CmdletAccessDenied/i,
        meaning: "Exchange Online does not support the role of the application, or sees none yet",
        remedy: assignRole,
        mayPassWithTime: true,
        source: appOnly,
    },
    {
        statuses: [401, 403],
        text: /isn['’]t assigned to any management roles/i,
        meaning: "the application has no management role in Exchange Online yet",
        remedy: assignRole,
        mayPassWithTime: true,
        source: "MicrosoftDocs/office-docs-powershell issue 8927 (the wording in China)",
    },
    commandNotAllowed,
    {
        statuses: [401],
        meaning: "Exchange Online does not accept the token yet",
        remedy: "Compare organization and tenant id of the stack, and check the admin consent. New consent and roles take effect by themselves after minutes.",
        mayPassWithTime: true,
        source: "MicrosoftDocs/office-docs-powershell issue 7970",
    },
    {
        statuses: [403],
        meaning: "Exchange Online refuses the application: its role is missing or has not taken effect yet",
        remedy: assignRole,
        mayPassWithTime: true,
        source: appOnly,
    },
    objectNotFound,
    parametersMissing,
    notImplemented,
    {
        statuses: [400],
        text: /A parameter cannot be found that matches/i,
        meaning: "the application's role does not show a parameter of this command",
        remedy: "Exchange exposes only the parameters that the application's roles allow. Assign a role that includes this parameter, such as Security Group Creation and Membership for -BypassSecurityGroupManagerCheck.",
        mayPassWithTime: false,
        source: "learn.microsoft.com/powershell/module/exchange/add-distributiongroupmember",
    },
    {
        statuses: [400, 404],
        text: /is not recognized as (a|the) name of a cmdlet/i,
        meaning: "Exchange Online has no command of this name, or the application's role does not have it yet",
        remedy: "Check the spelling, and assign a role that has the command; a role assigned minutes ago takes effect by itself. Commands that the module makes on your machine, such as Get-ConnectionInformation, cannot be run here.",
        mayPassWithTime: true,
        source: "PowerShell's own text (the status is assumed (unknown-cmdlet-status)); a missing role: reported in microsoft/Microsoft365DSC issue 3510, a young one in MicrosoftDocs/office-docs-powershell issue 3082",
    },
    {
        statuses: [400],
        text: /ErrorIncorrectRoutingHint/i,
        meaning: "Exchange Online found the request's tenant and its anchor mailbox in different places",
        remedy: "Compare the tenant id of the stack with Microsoft Entra admin center > Overview.",
        mayPassWithTime: false,
        source: "KelvinTegelaar/CIPP-API, New-ExoRequest",
    },
    {
        statuses: [429, 500, 502, 503, 504],
        meaning: "Exchange Online is busy",
        remedy: "Wait. If this persists, check Microsoft 365 admin center > Service health.",
        mayPassWithTime: true,
        source: "KelvinTegelaar/CIPP-API, New-ExoRequest; Microsoft publishes no limits",
    },
];

/** The entry for that answer, or undefined when the table has none. */
export function findExchangeError(status: number, text: string): ExchangeError | undefined {
    return exchangeErrors.find((error) => error.statuses.includes(status) && (error.text?.test(text) ?? true));
}

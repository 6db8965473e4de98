import { holds, notTried, type Assumption } from "../assumption";
import { errorOf, type Said } from "../lab";

const saidOf = ({ status, text }: Said): string => `${status} ${errorOf(text)}`;

/** What is assumed of Exchange Online's REST interface. */
export const exchangeAssumptions: readonly Assumption[] = [
    {
        id: "unknown-cmdlet-status",
        statement:
            'A cmdlet that Exchange Online does not know ends in 400 or 404, "is not recognized as the name of a cmdlet".',
        statedIn: "src/microsoft/exchangeErrors.ts",
        check: async (lab) => {
            const answer = await lab.exchange("Get-ExoUnattendedNothing");
            return holds(
                [400, 404].includes(answer.status) &&
                    /is not recognized as (a|the) name of a cmdlet/i.test(answer.text),
                saidOf(answer),
            );
        },
    },
    {
        id: "object-not-found-status",
        statement: 'A mailbox that does not exist ends in 400 or 404, "couldn\'t be found on".',
        statedIn: "src/microsoft/exchangeErrors.ts",
        check: async (lab) => {
            const { organization } = lab.login.connection;
            const answer = await lab.exchange("Get-Mailbox", { Identity: `exo-unattended-nobody@${organization}` });
            return holds(
                [400, 404].includes(answer.status) &&
                    /ManagementObjectNotFound|couldn['’]t be found on/i.test(answer.text),
                saidOf(answer),
            );
        },
    },
    {
        id: "any-client-application",
        statement: "Exchange Online takes any name in X-ClientApplication.",
        statedIn: "src/verification/exchange/exchangeClient.ts",
        check: async (lab) => {
            const answer = await lab.exchange(
                "Get-OrganizationConfig",
                {},
                { "x-clientapplication": "exo-unattended" },
            );
            return holds(answer.status === 200, saidOf(answer));
        },
    },
    {
        id: "routing-without-anchor",
        statement: "A request without X-AnchorMailbox finds its tenant by the tenant id in its path.",
        statedIn: "packages/local-tenant/src/exchange/exchangeCall.ts",
        check: async (lab) => {
            const answer = await lab.exchange("Get-OrganizationConfig", {}, { "x-anchormailbox": "" });
            return holds(answer.status === 200, saidOf(answer));
        },
    },
    {
        id: "role-group-of-global-reader",
        statement:
            "The directory role Global Reader has the rights of View-Only Organization Management: Get-OrganizationConfig runs, New-ServicePrincipal does not.",
        statedIn: "packages/local-tenant/src/builtInRoles.ts",
        check: async (lab) => {
            const reading = await lab.exchange("Get-OrganizationConfig");
            // Without its parameters the cmdlet changes nothing, whoever may run it.
            const writing = await lab.exchange("New-ServicePrincipal");
            return holds(
                reading.status === 200 && [401, 403].includes(writing.status),
                `Get-OrganizationConfig: ${reading.status}; New-ServicePrincipal: ${saidOf(writing)}`,
            );
        },
    },
    {
        id: "exchange-throttling",
        statement: "Exchange Online limits requests per tenant and minute, and says 429 with Retry-After.",
        statedIn: "packages/local-tenant/src/exchange/throttle.ts",
        check: () => Promise.resolve(notTried("it would take a load that a tenant's other scripts feel")),
    },
    {
        id: "role-group-cmdlets",
        statement: "View-Only Organization Management runs Get-RoleGroup.",
        statedIn: "packages/local-tenant/src/exchange/cmdlets.ts",
        check: async (lab) => {
            const answer = await lab.exchange("Get-RoleGroup");
            return holds(answer.status === 200, saidOf(answer));
        },
    },
];

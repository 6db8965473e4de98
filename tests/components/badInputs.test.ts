import * as pulumi from "@pulumi/pulumi";
import {
    ExchangeApplication,
    TenantAccess,
    UnattendedAccess,
    UserError,
    type UnattendedAccessArgs,
} from "../../components";
import { badInputs } from "./badInputs";
import { registrations, tenantId } from "./mockEngine";
import { pems } from "./pems";

/** What the program throws, and what it has registered until then. */
async function refusal(program: () => unknown) {
    let error: unknown;
    const seen = await registrations(() => {
        try {
            program();
        } catch (caught) {
            error = caught;
        }
    });
    return { error, seen };
}

const right = { tenantId, organization: "contoso.onmicrosoft.com" };

describe("bad inputs are refused with all their problems, and nothing is registered:", () => {
    it.each(badInputs)("%s", async (_, args, problems) => {
        const given = { ...right, ...args } as unknown as UnattendedAccessArgs;
        const { error, seen } = await refusal(() => new UnattendedAccess("exo", given));
        const separator = problems.length > 1 ? "\n  " : " ";
        expect(error).toEqual(new UserError(["UnattendedAccess exo:", ...problems].join(separator)));
        expect(seen).toEqual([]);
    });

    it("there are at least 120 of them, all different", () => {
        expect(new Set(badInputs.map(([name]) => name)).size).toBe(badInputs.length);
        expect(new Set(badInputs.map(([, args]) => JSON.stringify(args))).size).toBeGreaterThan(120);
    });

    it("no message repeats a key or a secret", () => {
        const printed = badInputs.flatMap(([, , problems]) => problems).join("\n");
        expect(printed).not.toMatch(/-----BEGIN|hunter2|MII/);
    });
});

describe("a component that is used by itself refuses its own bad inputs:", () => {
    const application = { displayName: "EXO", certificates: { current: pems.rsa } };
    const access = { tenantId, clientId: "00000000-cccc-0000-0000-000000000001" };
    const table: readonly (readonly [name: string, program: () => unknown, problem: string])[] = [
        [
            "an application without a name",
            () => new ExchangeApplication("exo", { ...application, displayName: "" }),
            'ExchangeApplication exo: displayName: is not one line of 1 to 120 characters (got "")',
        ],
        [
            "an application with an argument of the first release",
            () => new ExchangeApplication("exo", { ...application, deployerObjectId: "" } as typeof application),
            "ExchangeApplication exo: deployerObjectId: is not an option any more. Leave it out",
        ],
        [
            "an access with an argument of the first release",
            () => new TenantAccess("exo", { ...access, facts: {} } as typeof access),
            "TenantAccess exo: facts: is not an option any more. Leave it out",
        ],
        [
            "an application with a certificate of another algorithm",
            () => new ExchangeApplication("exo", { ...application, certificates: { current: pems.elliptic } }),
            "ExchangeApplication exo: certificates.current: cannot be used: its key is ec",
        ],
        [
            "an access without its tenant",
            () => new TenantAccess("exo", { ...access, tenantId: "" }),
            'TenantAccess exo: tenantId: is not a tenant id, which is a GUID (got "")',
        ],
        [
            "an access with the application's name for its client id",
            () => new TenantAccess("exo", { ...access, clientId: "EXO" }),
            'TenantAccess exo: clientId: is not the client id of an application, which is a GUID (got "EXO")',
        ],
        ...[
            { owners: ["00000000-0000-0000-0000-000000000001"] },
            { createExchangeServicePrincipal: true },
            { revoked: "the key was in a log" },
        ].map((other): [string, () => unknown, string] => [
            `an access that waits for an administrator's consent, with ${Object.keys(other).join("")}`,
            () => new TenantAccess("exo", { ...access, awaitAdminConsent: true, ...other }),
            `TenantAccess exo: awaitAdminConsent: cannot be combined with ${Object.keys(other).join("")}`,
        ]),
        [
            "an access with a scope",
            () => new TenantAccess("exo", { ...access, directoryScopeId: "/" } as typeof access),
            "TenantAccess exo: directoryScopeId: cannot be set: Exchange Online does not honor",
        ],
        [
            "an access to a role that Exchange Online does not support",
            () => new TenantAccess("exo", { ...access, roles: ["User Administrator"] }),
            "TenantAccess exo: roles[0]: is not a directory role that Exchange Online accepts for applications",
        ],
    ];

    it.each(table)("%s", async (_, program, problem) => {
        const { error, seen } = await refusal(program);
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).message).toContain(problem);
        expect(seen).toEqual([]);
    });
});

describe("a second component with the display name of the first", () => {
    const second = (changes: Partial<UnattendedAccessArgs>) =>
        refusal(() => {
            new UnattendedAccess("one", right);
            new UnattendedAccess("two", { ...right, ...changes });
        });

    it("is refused when it is for the same tenant", async () => {
        const { error } = await second({});
        expect(error).toEqual(
            new UserError(
                'UnattendedAccess two: displayName: is the name of UnattendedAccess one in the same tenant (got "EXO PowerShell unattended"). Give each login its own name.',
            ),
        );
    });

    it("is allowed another name", async () => {
        expect((await second({ displayName: "EXO reports" })).error).toBeUndefined();
    });

    it("is not mixed up with a program that ran before in the same process", async () => {
        expect((await refusal(() => new UnattendedAccess("one", right))).error).toBeUndefined();
        expect((await refusal(() => new UnattendedAccess("two", right))).error).toBeUndefined();
    });
});

it("inputs that are outputs, alone or in a list, pass when their values are right", async () => {
    const owner = "bbbbbbbb-0000-0000-0000-000000000001";
    const { error, seen } = await refusal(
        () =>
            new UnattendedAccess("exo", {
                tenantId: pulumi.output(tenantId),
                organization: Promise.resolve(right.organization),
                displayName: pulumi.secret("EXO"),
                owners: [pulumi.output(owner.toUpperCase()), owner],
                certificates: { current: { dnsNames: [pulumi.output("exoip.com")] } },
            }),
    );
    expect(error).toBeUndefined();
    expect(seen.find(({ type }) => type.endsWith(":Application"))?.inputs.owners).toEqual([owner]);
    expect(seen.find(({ type }) => type.endsWith(":SelfSignedCert"))?.inputs.dnsNames).toEqual(["exoip.com"]);
});

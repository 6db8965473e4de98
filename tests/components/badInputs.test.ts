import * as pulumi from "@pulumi/pulumi";
import {
    ExchangeApplication,
    TenantAccess,
    UnattendedAccess,
    UserError,
    type UnattendedAccessArgs,
} from "../../components";
import { badInputs } from "./badInputs";
import { deployerObjectId, registrations, tenantId } from "./mockEngine";
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
    const application = { displayName: "EXO", deployerObjectId, certificates: { current: pems.rsa } };
    const access = { tenantId, clientId: "00000000-cccc-0000-0000-000000000001" };
    const table: readonly (readonly [name: string, program: () => unknown, problem: string])[] = [
        [
            "an application without a name",
            () => new ExchangeApplication("exo", { ...application, displayName: "" }),
            'ExchangeApplication exo: displayName: given ""; must be one line',
        ],
        [
            "an application whose deployer is a client's name",
            () => new ExchangeApplication("exo", { ...application, deployerObjectId: "pipeline" }),
            'ExchangeApplication exo: deployerObjectId: given "pipeline"; must be the object id',
        ],
        [
            "an application with a certificate of another algorithm",
            () => new ExchangeApplication("exo", { ...application, certificates: { current: pems.elliptic } }),
            "ExchangeApplication exo: certificates.current: not usable: its key is ec",
        ],
        [
            "an access without its tenant",
            () => new TenantAccess("exo", { ...access, tenantId: "" }),
            'TenantAccess exo: tenantId: given ""; must be the tenant\'s id',
        ],
        [
            "an access with the application's name for its client id",
            () => new TenantAccess("exo", { ...access, clientId: "EXO" }),
            'TenantAccess exo: clientId: given "EXO"; must be the application\'s client id, a GUID',
        ],
        [
            "an access with a scope",
            () => new TenantAccess("exo", { ...access, directoryScopeId: "/" } as typeof access),
            "TenantAccess exo: directoryScopeId: cannot be set: Exchange Online does not honour",
        ],
        [
            "an access to a role that Exchange Online does not support",
            () => new TenantAccess("exo", { ...access, roles: ["User Administrator"] }),
            'TenantAccess exo: roles[0]: given "User Administrator"; must be a directory role',
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
                'UnattendedAccess two: displayName: given "EXO PowerShell unattended"; UnattendedAccess one has this name in the same tenant; give each its own',
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

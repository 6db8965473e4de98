import fc from "fast-check";
import type { Outcome } from "../../src/checks/check";
import { cloudEndpoints, localEndpoints } from "../../src/http/endpoints";
import { clockOutcome } from "../../src/http/machineClock";
import type { Send } from "../../src/http/send";
import { Attempt } from "../../src/verification/attempt";
import { checkDirectoryRoles, checkPermission, checkToken } from "../../src/verification/entra/tokenChecks";
import { readTokenClaims, type TokenClaims } from "../../src/verification/entra/tokenClaims";
import { Pauses } from "../../src/verification/pauses";
import type { Rung } from "../../src/verification/rung";
import { plannedChecks, rungs } from "../../src/verification/rungs";
import { checkCertificate } from "../../src/verification/rungs/certificate";
import { organization } from "../../src/verification/rungs/organization";
import type { Connection } from "../../src/connection/connection";
import { Cloud } from "../../src/microsoft/clouds";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import { sha1Certificate } from "../certificate/sha1Certificate";
import { connectionOf, credentialOf, rsaKey } from "./support";
import { UserError } from "../../src/errors/userError";

const now = new Date();
const key = rsaKey();
const credential = credentialOf(key);
const connection = connectionOf(credential);
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);

describe("the certificate's rung", () => {
    test("holds for the connection's certificate and its key, and tells the days left", () => {
        expect(checkCertificate(connection, credential, now)).toMatchObject({
            result: "passed",
            evidence: expect.stringMatching(
                /CN=exoip\.com, [0-9A-F]{40}, valid until .* \(36[45] days left\)/,
            ) as string,
        });
    });

    test("fails for another certificate of the same key", () => {
        expect(checkCertificate(connection, credentialOf(key), now)).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(/^its thumbprint is .*, the connection's is /) as string,
        });
    });

    test("fails for a key that belongs to another certificate, and shows nothing of it", () => {
        const check = checkCertificate(
            connection,
            { ...credential, privateKeyPem: credentialOf(rsaKey()).privateKeyPem },
            now,
        );
        expect(check).toMatchObject({ result: "failed", evidence: "the private key belongs to another certificate" });
    });

    test.each([
        ["SHA-1", sha1Certificate, /^it is signed with sha1WithRSAEncryption; such signatures can be forged/],
        ["a weak key", credentialOf(rsaKey(1024)).certificatePem, /^its RSA key has 1024 bits; at least 2048/],
    ])("fails for one with %s", (_, certificatePem, evidence) => {
        const check = checkCertificate(connection, { ...credential, certificatePem }, now);
        expect(check.result).toBe("failed");
        expect(check.evidence).toMatch(evidence);
    });

    test.each([
        ["expired", days(-10), days(-1), /^it expired at/, /pulumi up/],
        ["not yet valid", days(1), days(10), /^it is valid from .*clock shows/, /clock/],
    ])("fails for one that is %s", (_, notBefore, notAfter, evidence, remedy) => {
        const other = credentialOf(key, notBefore, notAfter);
        const check = checkCertificate(connectionOf(other), other, now);
        expect(check.result).toBe("failed");
        expect(check.evidence).toMatch(evidence);
        expect(check.remedy).toMatch(remedy);
    });
});

const claims: TokenClaims = {
    aud: "https://outlook.office365.com",
    iss: `https://sts.windows.net/${connection.tenantId}/`,
    tid: connection.tenantId,
    appid: connection.clientId,
    oid: connection.servicePrincipalObjectId,
    appidacr: "2",
    exp: now.getTime() / 1000 + 3600,
    roles: ["Exchange.ManageAsApp"],
    wids: ["29232cdf-9323-42fd-ade2-1d097af3e4de"],
};

const audiences = ["https://outlook.office365.com", "00000002-0000-0ff1-ce00-000000000000"];

describe("the token's rung", () => {
    const checked = (token: TokenClaims | undefined, changes: Partial<Connection> = {}): Outcome =>
        checkToken({ ...connection, ...changes }, token, audiences, now);

    test.each([
        ["as Microsoft issues it", {}],
        ["with a slash after the audience", { aud: "https://outlook.office365.com/" }],
        ["with the resource's client id as audience", { aud: "00000002-0000-0ff1-ce00-000000000000" }],
        ["with ids in other letters", { tid: connection.tenantId.toUpperCase() }],
        ["without an object id", { oid: undefined }],
    ])("holds for a token %s", (_, changes) => {
        expect(checked({ ...claims, ...changes }).result).toBe("passed");
    });

    test.each([
        ["aud", "https://graph.microsoft.com", /not for https:\/\/outlook\.office365\.com/],
        ["iss", "https://login.example/", /issued it, not https:\/\/sts\.windows\.net/],
        ["tid", connection.clientId, /belongs to tenant/],
        ["appid", connection.tenantId, /belongs to application/],
        ["oid", connection.tenantId, /belongs to service principal/],
        ["appidacr", "1", /not issued for a certificate/],
        ["exp", now.getTime() / 1000 - 120, /expired at .*it is now/],
    ])("fails for a token with another %s", (name, value, evidence) => {
        const check = checked({ ...claims, [name]: value });
        expect(check.result).toBe("failed");
        expect(check.evidence).toMatch(evidence);
    });

    test("expects the issuer of the connection's cloud", () => {
        expect(checked(claims, { cloud: Cloud.China })).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(
                /^https:\/\/sts\.windows\.net\/.* issued it, not https:\/\/sts\.china/,
            ) as string,
        });
    });

    test("fails for something that is not a token", () => {
        expect(checked(undefined).result).toBe("failed");
    });
});

describe("the claims of a token", () => {
    const encode = (payload: unknown): string => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.x`;

    test("are read, and absent lists are empty", () => {
        const { roles, wids, ...rest } = claims;
        expect(readTokenClaims(encode(rest))).toEqual({ ...rest, roles: [], wids: [] });
        expect(readTokenClaims(encode({ ...rest, roles, wids }))).toEqual(claims);
    });

    test("of anything else are none", () => {
        fc.assert(
            fc.property(fc.oneof(fc.string(), fc.jsonValue().map(encode)), (text) => {
                expect(readTokenClaims(text)).toBeUndefined();
            }),
        );
    });
});

describe("the permission's rung", () => {
    test("holds with Exchange.ManageAsApp among the roles", () => {
        expect(checkPermission(connection, exchangeManageAsApp, claims).result).toBe("passed");
    });

    test.each([[[]], [["full_access_as_app"]]])("waits for it when the token holds %j", (roles) => {
        expect(checkPermission(connection, exchangeManageAsApp, { ...claims, roles })).toMatchObject({
            result: "waiting",
            remedy: expect.stringContaining("Grant admin consent") as string,
        });
    });
});

describe("the directory roles' rung", () => {
    test("holds when the token has every role of the connection", () => {
        expect(checkDirectoryRoles(connection, claims)).toMatchObject({
            result: "passed",
            evidence: "the token holds Exchange Administrator",
        });
    });

    test("waits for a role that is missing, and names it", () => {
        expect(
            checkDirectoryRoles(connection, { ...claims, wids: ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"] }),
        ).toMatchObject({
            result: "waiting",
            evidence: "the token does not hold Exchange Administrator; it holds Global Reader",
        });
    });

    test("is skipped when an Exchange role group gives the rights", () => {
        expect(checkDirectoryRoles({ ...connection, roles: [] }, { ...claims, wids: [] }).result).toBe("skipped");
    });
});

describe("the pauses between attempts", () => {
    const patienceOf = (id: string): Rung["patience"] =>
        (rungs as readonly Rung[]).find((rung) => rung.id === id)?.patience;

    test.each<[string, boolean, number, number]>([
        ["clock", false, 2_000, 30_000],
        ["sign-in", false, 2_000, 15_000],
        ["permission", false, 5_000, 20_000],
        ["directory-roles", false, 5_000, 20_000],
        ["exchange", false, 10_000, 20_000],
        ["exchange", true, 2_000, 30_000],
        ["command", false, 2_000, 30_000],
    ])("for %s (busy: %s) grow from %i to %i ms", (id, isTransient, first, longest) => {
        const pauses = new Pauses();
        const taken = Array.from({ length: 20 }, () => pauses.next(id, patienceOf(id), isTransient, 0));
        expect([taken[0], taken.at(-1)]).toEqual([first, longest]);
        expect(taken).toEqual([...taken].sort((one, other) => one - other));
    });

    test("are up to a quarter shorter by chance", () => {
        expect(new Pauses().next("exchange", patienceOf("exchange"), false, 0.999)).toBe(7_503);
    });

    test("start again for each reason", () => {
        const pauses = new Pauses();
        pauses.next("sign-in", patienceOf("sign-in"), false, 0);
        expect(pauses.next("sign-in", patienceOf("sign-in"), false, 0)).toBe(3_200);
        expect(pauses.next("permission", patienceOf("permission"), false, 0)).toBe(5_000);
        expect(pauses.next("permission", patienceOf("permission"), true, 0)).toBe(2_000);
    });
});

describe("the ladder", () => {
    test("has each rung once, under an id of its own", () => {
        const ids = rungs.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(plannedChecks(connection, {}).map(({ id }) => id)).toEqual(
            ids.slice(0, ids.indexOf("command")).filter((id) => id !== "protection-permission"),
        );
    });

    test("has one check for each thing that the user named", () => {
        const scope = { commands: ["Get-Mailbox"], reachable: ["a:b"], unreachable: ["c"], compliance: true };
        expect(plannedChecks(connection, scope).slice(10)).toMatchObject([
            { id: "command:Get-Mailbox", title: "Get-Mailbox" },
            { id: "compliance", title: "Security & Compliance" },
            { id: "reachable:a:b", title: "Reachable a:b" },
            { id: "unreachable:c", title: "Unreachable c" },
        ]);
    });
});

describe("this machine's clock", () => {
    test.each([
        [0, "passed", "this machine's clock agrees with login.microsoftonline.com"],
        [-299_000, "passed", "this machine's clock is 299 s behind login.microsoftonline.com"],
        [301_000, "failed", "this machine's clock is 301 s ahead of login.microsoftonline.com"],
        [-301_000, "failed", "this machine's clock is 301 s behind login.microsoftonline.com"],
        [undefined, "skipped", "the answer of login.microsoftonline.com has no time"],
    ])("that is %s ms ahead is %s", (aheadMs, result, evidence) => {
        expect(clockOutcome(aheadMs, "login.microsoftonline.com")).toMatchObject({ result, evidence });
    });
});

describe("the organization's rung", () => {
    const checked = (tenantId: string): Promise<Outcome> => {
        const body = JSON.stringify({ issuer: `https://login.microsoftonline.com/${tenantId}/v2.0` });
        const send: Send = () => Promise.resolve({ status: 200, headers: {}, body });
        return organization.check(
            new Attempt({ candidate: connection, credential, options: {}, send, now: () => now }),
        );
    };

    test("holds for a domain of the tenant, and fails for one of another", async () => {
        expect((await checked(connection.tenantId.toUpperCase())).result).toBe("passed");
        expect(await checked(connection.clientId)).toMatchObject({
            result: "failed",
            evidence: `contoso.onmicrosoft.com belongs to tenant ${connection.clientId}, the connection to ${connection.tenantId}`,
        });
    });
});

describe("the endpoints", () => {
    test("are the cloud's own without variables", async () => {
        await expect(localEndpoints({})).resolves.toBeUndefined();
        expect(cloudEndpoints(Cloud.Global)).toEqual({
            loginUrl: "https://login.microsoftonline.com",
            exchangeUrl: "https://outlook.office365.com",
        });
    });

    test.each([
        ["management.azure.com", "https://localhost:1", /ARM_METADATA_HOSTNAME may name this machine only/],
        ["localhost:1@evil.example", "https://localhost:1", /ARM_METADATA_HOSTNAME may name this machine only/],
        ["localhost.evil.example", "https://localhost:1", /ARM_METADATA_HOSTNAME may name this machine only/],
        ["not a host", "https://localhost:1", /ARM_METADATA_HOSTNAME may name this machine only/],
        ["localhost:1", undefined, /set both/],
        [undefined, "https://localhost:1", /set both/],
        ["127.0.0.1:2", "https://localhost:1", /127\.0\.0\.1:2 cannot be reached \(ECONNREFUSED\)/],
        ["[::1]:2", "https://localhost:1", /names a tenant on this machine, but/],
    ])("of %s and %s are refused with a clear sentence", async (metadataHost, exchangeUrl, message) => {
        const environment = { ARM_METADATA_HOSTNAME: metadataHost, EXO_UNATTENDED_EXCHANGE_URL: exchangeUrl };
        const endpoints = localEndpoints(environment);
        await expect(endpoints).rejects.toThrow(UserError);
        await expect(endpoints).rejects.toThrow(message);
    });
});

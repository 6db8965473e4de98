import fc from "fast-check";
import { checkCertificate } from "../../verification/certificateCheck";
import { cloudEndpoints, EndpointsError, localEndpoints } from "../../verification/endpoints";
import { pauseAfter } from "../../verification/pause";
import { checkDirectoryRoles, checkPermission, checkToken } from "../../verification/tokenChecks";
import { readTokenClaims, type TokenClaims } from "../../verification/tokenClaims";
import { Cloud } from "../../microsoft/clouds";
import { connectionOf, credentialOf, rsaKey } from "./support";

const now = new Date();
const key = rsaKey();
const credential = credentialOf(key);
const connection = connectionOf(credential);
const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000);

describe("the certificate's rung", () => {
    test("holds for the connection's certificate and its key, and tells the days left", () => {
        expect(checkCertificate(connection, credential, now)).toMatchObject({
            result: "passed",
            evidence: expect.stringMatching(/CN=exoip\.com, [0-9A-F]{40}, valid until .* \(36[45] days left\)/) as string,
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
        ["expired", days(-10), days(-1), /^it expired at/, /pulumi up/],
        ["not yet valid", days(1), days(10), /^it is valid from .*clock says/, /clock/],
    ])("fails for one that is %s", (_, notBefore, notAfter, evidence, remedy) => {
        const other = credentialOf(key, notBefore, notAfter);
        const check = checkCertificate(connectionOf(other), other, now);
        expect(check.result).toBe("failed");
        expect(check.evidence).toMatch(seen);
        expect(check.remedy).toMatch(remedy);
    });
});

const claims: TokenClaims = {
    aud: "https://outlook.office365.com",
    tid: connection.tenantId,
    appid: connection.clientId,
    oid: connection.servicePrincipalObjectId,
    appidacr: "2",
    exp: now.getTime() / 1000 + 3600,
    roles: ["Exchange.ManageAsApp"],
    wids: ["29232cdf-9323-42fd-ade2-1d097af3e4de"],
};

describe("the token's rung", () => {
    test.each([
        ["as Microsoft issues it", {}],
        ["with a slash after the audience", { aud: "https://outlook.office365.com/" }],
        ["with the resource's client id as audience", { aud: "00000002-0000-0ff1-ce00-000000000000" }],
        ["with ids in other letters", { tid: connection.tenantId.toUpperCase() }],
        ["without an object id", { oid: undefined }],
    ])("holds for a token %s", (_, changes) => {
        expect(checkToken(connection, { ...claims, ...changes }, now).result).toBe("passed");
    });

    test.each([
        ["aud", "https://graph.microsoft.com", /not for https:\/\/outlook\.office365\.com/],
        ["tid", connection.clientId, /belongs to tenant/],
        ["appid", connection.tenantId, /belongs to application/],
        ["oid", connection.tenantId, /belongs to service principal/],
        ["appidacr", "1", /not issued for a certificate/],
        ["exp", now.getTime() / 1000 - 120, /expired at .*clock says/],
    ])("fails for a token with another %s", (name, value, seen) => {
        const check = checkToken(connection, { ...claims, [name]: value }, now);
        expect(check.result).toBe("failed");
        expect(check.evidence).toMatch(seen);
    });

    test("expects the audience of the connection's cloud", () => {
        expect(checkToken({ ...connection, cloud: Cloud.UsGovernmentL4 }, claims, now).result).toBe("failed");
    });

    test("fails for something that is no token", () => {
        expect(checkToken(connection, undefined, now).result).toBe("failed");
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
        expect(checkPermission(claims).result).toBe("passed");
    });

    test.each([[[]], [["full_access_as_app"]]])("waits for it when the token holds %j", (roles) => {
        expect(checkPermission({ ...claims, roles })).toMatchObject({
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

test("pauses grow from about two seconds to at most thirty", () => {
    const attempts = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
        fc.property(attempts, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (attempt, random) => {
            const pause = pauseAfter(attempt, random);
            expect(pause).toBeGreaterThanOrEqual(1_500);
            expect(pause).toBeLessThanOrEqual(30_000);
            expect(pauseAfter(attempt + 1, random)).toBeGreaterThanOrEqual(pause);
        }),
    );
});

describe("the endpoints", () => {
    test("are the cloud's own without variables", async () => {
        await expect(localEndpoints({})).resolves.toBeUndefined();
        expect(cloudEndpoints(Cloud.Global)).toEqual({
            loginUrl: "https://login.microsoftonline.com",
            exchangeUrl: "https://outlook.office365.com",
            isLocal: false,
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
        await expect(endpoints).rejects.toThrow(EndpointsError);
        await expect(endpoints).rejects.toThrow(message);
    });
});

import { UserError } from "../../src/errors/userError";
import type { Graph } from "../../src/graph/graph";
import { readSignIns } from "../../src/graph/signIns";

const clientId = "20000000-0000-4000-8000-000000000002";
const refusal = (httpStatus: number, message: string): UserError => new UserError(message, undefined, { httpStatus });
const noLicence = refusal(403, "Neither tenant is B2C or tenant doesn't have premium license");

/** A Graph that refuses in turn, and then shows one sign-in. */
function graphAfter(...refusals: UserError[]): Graph {
    const list = (): Promise<object[]> => {
        const next = refusals.shift();
        return next === undefined
            ? Promise.resolve([
                  {
                      createdDateTime: "2026-11-26T12:00:00Z",
                      ipAddress: "192.0.2.1",
                      servicePrincipalCredentialThumbprint: "ab".repeat(20),
                      status: { errorCode: 0 },
                  },
              ])
            : Promise.reject(next);
    };
    return { list } as unknown as Graph;
}

describe("the sign-in log", () => {
    it("is read although the tenant says once or twice that it has no licence", async () => {
        expect(await readSignIns(graphAfter(noLicence, noLicence), clientId)).toEqual({
            kind: "sign-in log",
            signIns: [
                {
                    thumbprint: "AB".repeat(20),
                    at: "2026-11-26T12:00:00.000Z",
                    address: "192.0.2.1",
                    succeeded: true,
                },
            ],
        });
    });

    it.each([
        ["three times that there is no licence", [noLicence, noLicence, noLicence], /premium/],
        ["that the deployer may not read it", [refusal(403, "the deployer has no permission")], /no permission/],
    ])("is no evidence when the answer is %s", async (_, refusals, reason) => {
        const log = await readSignIns(graphAfter(...refusals), clientId);
        expect(log).toEqual({ kind: "none", reason: expect.stringMatching(reason) as string });
    });

    it("is not taken for missing when Graph is busy", async () => {
        await expect(readSignIns(graphAfter(refusal(429, "too many requests")), clientId)).rejects.toThrow(UserError);
    });
});

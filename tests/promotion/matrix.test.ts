import fc from "fast-check";
import { parse } from "yaml";
import { deployerTrusts } from "../../src/promotion/federatedCredentials";
import { azureTargets, githubMatrix } from "../../src/promotion/matrix";
import { wavesOf } from "../../src/promotion/waves";

const stacks = (count: number): string[] => Array.from({ length: count }, (_, index) => `customer-${index}`);
const hops = (count: number): { from: string; to: string }[] => stacks(count).map((to) => ({ from: "test", to }));

describe("waves", () => {
    it.each([
        ["1,10%,100%", 200, [1, 19, 180]],
        ["1,10%,100%", 5, [1, 4]],
        ["1,10%,100%", 1, [1]],
        ["2", 5, [2, 3]],
        ["100%", 5, [5]],
        ["50%,5", 5, [3, 2]],
    ])("of the sizes %s split %i stacks into %j", (sizes, count, lengths) => {
        expect(wavesOf(stacks(count), sizes).map(({ length }) => length)).toEqual(lengths);
    });

    it("have each stack once, in its order", () => {
        fc.assert(
            fc.property(
                fc.nat(300),
                fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
                (count, sizes) => {
                    const growing = sizes.toSorted((one, other) => one - other).map((size) => `${size}%`);
                    expect(wavesOf(stacks(count), growing.join(",")).flat()).toEqual(stacks(count));
                },
            ),
            { numRuns: 50 },
        );
    });

    it.each(["", "0", "10%,1%", "101%", "a", "1,,2"])("are refused with the sizes %j", (sizes) => {
        expect(() => wavesOf(stacks(100), sizes)).toThrow(/^--waves: /);
    });
});

describe("the matrix for GitHub Actions", () => {
    it("has a job per target, each with its environment and a concurrency group of its own", () => {
        expect(githubMatrix(hops(2), undefined)).toEqual({
            include: [
                { from: "test", to: "customer-0", environment: "customer-0", group: "promote-customer-0" },
                { from: "test", to: "customer-1", environment: "customer-1", group: "promote-customer-1" },
            ],
        });
    });

    it("names the environment as the workflow and the deployers' credentials do, also of a stack with an organization", () => {
        const [entry] = githubMatrix([{ from: "test", to: "contoso/exo/prod" }], undefined).include;
        expect(entry).toMatchObject({ environment: "contoso/exo/prod", group: "promote-contoso/exo/prod" });
        const [, trust] = deployerTrusts([{ from: "test", to: "contoso/exo/prod" }]);
        expect(trust?.environments).toContain(entry?.environment);
    });

    it("is split into shards of at most 256 jobs, with each target once", () => {
        expect(() => githubMatrix(hops(257), undefined)).toThrow(/at most 256 jobs.*--shard 1 to --shard 2/);
        const shards = [1, 2, 3].map((shard) => githubMatrix(hops(600), shard).include);
        expect(shards.map(({ length }) => length)).toEqual([256, 256, 88]);
        expect(shards.flat().map(({ to }) => to)).toEqual(stacks(600));
        expect(() => githubMatrix(hops(600), 4)).toThrow("--shard: does not exist (got 4)");
    });
});

describe("the targets for Azure DevOps", () => {
    it("have names that stages may have, and come after the wave before", () => {
        const text = azureTargets([[{ from: "test", to: "org/p/a-b" }], [{ from: "test", to: "org/p/a.b" }]]);
        expect(parse(text)).toEqual([
            {
                ...{ name: "t_org_p_a_b", from: "test", to: "org/p/a-b", after: [] },
                ...{ serviceConnection: "exo-t_org_p_a_b", environment: "org-p-a-b" },
            },
            {
                ...{ name: "t_org_p_a_b_2", from: "test", to: "org/p/a.b", after: ["t_org_p_a_b"] },
                ...{ serviceConnection: "exo-t_org_p_a_b_2", environment: "org-p-a.b" },
            },
        ]);
    });
});

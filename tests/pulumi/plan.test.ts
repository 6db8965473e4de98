import { parsePlan, upWithPlan } from "../../src/pulumi/plan";
import { unknownValue } from "../../src/pulumi/preview";
import { planDigest, planSummary } from "../../src/promotion/seal";

const secret = (ciphertext: string): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext,
});
const urn = "urn:pulumi:prod::p::a:index:Login$azuread:index/application:Application::exo";
const provider = "urn:pulumi:prod::p::pulumi:providers:azuread::default_6_9_1";

const planText = (
    {
        time,
        seed,
        dependencies,
        ciphertext,
    }: Record<"time" | "seed" | "ciphertext", string> & { dependencies: string[] },
    displayName = "Reports",
): string =>
    JSON.stringify({
        manifest: { time, version: "3.259.0" },
        resourcePlans: {
            [urn]: {
                goal: {
                    type: "azuread:index/application:Application",
                    inputDiff: { adds: { displayName } },
                    ...{ dependencies, propertyDependencies: { displayName: dependencies } },
                },
                steps: ["create"],
                state: {
                    displayName,
                    clientId: unknownValue,
                    keys: { current: unknownValue },
                    password: secret(ciphertext),
                },
                seed,
            },
            [provider]: { goal: { type: "pulumi:providers:azuread" }, steps: ["same"], state: { version: "6.9.1" } },
        },
    });
const one = planText({ time: "2026-11-26T10:00:00Z", seed: "a", dependencies: ["x", "y"], ciphertext: "v1:a" });
const other = planText({ time: "2026-11-27T10:00:00Z", seed: "b", dependencies: ["y", "x"], ciphertext: "v1:b" });

describe("an update plan", () => {
    it("is the same for two plans of one update", () => {
        expect(planDigest(parsePlan(other))).toBe(planDigest(parsePlan(one)));
    });

    it("is another with another input or dependency", () => {
        const given = { time: "2026-11-26T10:00:00Z", seed: "a", ciphertext: "v1:a" };
        expect(planDigest(parsePlan(planText({ ...given, dependencies: ["x", "y"] }, "Other")))).not.toBe(
            planDigest(parsePlan(one)),
        );
        expect(planDigest(parsePlan(planText({ ...given, dependencies: ["x"] })))).not.toBe(planDigest(parsePlan(one)));
    });

    it("shows what changes, what is not known yet, and the plugins", () => {
        const plan = parsePlan(one);
        expect(planSummary(plan)).toEqual({
            changes: ["create exo (azuread:index/application:Application)"],
            unknown: [
                "exo (azuread:index/application:Application): clientId",
                "exo (azuread:index/application:Application): keys.current",
            ],
        });
        expect(plan.plugins).toEqual({ azuread: "6.9.1" });
    });

    it("is applied with the options with which it was made", () => {
        expect(upWithPlan("plan.json", { refresh: true }, { stack: "prod", cwd: "infra" })).toEqual([
            ...["--stack", "prod", "--plan", "plan.json", "--yes", "--skip-preview", "--suppress-outputs", "--refresh"],
            ...["--cwd", "infra"],
        ]);
    });

    it("that is something else is refused", () => {
        expect(() => parsePlan('{"steps":[]}')).toThrow("what this program does not understand");
    });
});

import fc from "fast-check";
import { ExitStatus } from "../../src/errors/exitStatus";
import type { RefusalCode } from "../../src/promotion/refusals";
import { SharedSource } from "../../src/promotion/sharedSource";
import { World } from "./world";

let world: World;
beforeEach(() => {
    world = new World();
    world.deploy("dev");
});

describe("a promotion", () => {
    it("verifies the source, seals the plan, asks for its digest, updates, verifies and records, in this order", async () => {
        world.approver = () => "ann";
        await world.promote();
        expect(world.steps.map(({ title }) => title)).toEqual([
            ...["Source", "Definition", "Configuration", "Tenant", "Drift", "Preview", "Audit", "Seal", "Approval"],
            ...["Seal again", "Update", "Result", "Verification", "Record"],
        ]);
        expect(world.events("dev")).toEqual(["verified"]);
        expect(world.events()).toEqual(["sealed", "approved", "applying", "applied", "verified", "promoted"]);
        expect(world.stack("test").actual).toBe("one");
        expect(world.records).toMatchObject([{ from: "dev", to: "test", approvedBy: "ann" }]);
    });

    it("verifies a source once for all that are promoted with it, and honours what is rejected meanwhile", async () => {
        const source = new SharedSource();
        world.stacks["prod"] = { ...world.stack("test"), tenantId: "tenant-prod", signedInTo: "tenant-prod" };
        const previewed: string[] = [];
        world.before = (effect) => {
            previewed.push(effect);
        };
        const seals = [await world.sealed({ source }), await world.sealed({ to: "prod", source })];
        expect(new Set(seals).size).toBe(2);
        expect(previewed.filter((effect) => effect === "previewStack" || effect === "verifyStack")).toEqual([
            ...["previewStack", "verifyStack"],
        ]);
        world.rejected = [{ definition: (await world.promote({ source, isDryRun: true })).definition, reason: "bad" }];
        expect(await world.refusal({ source })).toMatchObject({ code: "rejected-definition" });
    });

    it("changes nothing in a dry run, and takes its digest as the approval afterwards", async () => {
        const digest = await world.sealed();
        expect(world.stack("test").deployed).toBeUndefined();
        expect(await world.promote({ approved: [digest] })).toMatchObject({ end: "promoted", seal: digest });
    });

    it("has the same seal however often it is planned, on whatever day", async () => {
        const digest = await world.sealed();
        world.now = new Date("2027-01-01T00:00:00Z");
        expect(await world.sealed()).toBe(digest);
        expect(world.events()).toEqual(["sealed"]);
    });

    it("shows access that the source does not have, and binds it to the approval", async () => {
        const digest = await world.sealed();
        world.broader = ["added exo: Exchange Administrator"];
        expect(await world.sealed()).not.toBe(digest);
        expect(world.steps.filter(({ result }) => result === "warning").map(({ evidence }) => evidence)).toEqual([
            "test gets access that dev does not have:\nadded exo: Exchange Administrator",
        ]);
    });

    it("is verified and recorded again, without an update or an approval, when there is nothing to change", async () => {
        await world.approved();
        expect(await world.promote()).toMatchObject({ end: "promoted", changes: [] });
        expect(world.updates).toEqual(["test"]);
    });

    it("compares what was not known with what came out", async () => {
        world.before = (effect) => {
            const { deployed } = world.stack("test");
            if (effect === "compareStack" && deployed !== undefined) {
                world.stack("test").actual = "by hand";
            }
        };
        const { code, message } = await world.refusal({ approved: [await world.sealed()] });
        expect(code).toBe("result-differs");
        expect(message).toContain("its name differs");
        expect(world.events()).not.toContain("promoted");
    });
});

describe("a promotion is refused", () => {
    it.each([
        [
            "source-not-verified",
            "when the source was never deployed",
            () => {
                world.stack("dev").deployed = undefined;
            },
        ],
        [
            "source-not-verified",
            "when the source's login is refused",
            () => {
                world.stack("dev").verdict = "refused";
            },
        ],
        [
            "source-changed",
            "when an update would change the source",
            () => {
                world.program = "two";
            },
        ],
        [
            "key-not-declared",
            "when a key differs that is not declared",
            () => (world.stack("test").shared = { "exo:roles": "[1]" }),
        ],
        [
            "definition-differs",
            "when the plan uses another plugin",
            () => {
                world.stack("test").plugin = "6.10.0";
            },
        ],
        [
            "wrong-tenant",
            "when the deployer is another tenant's",
            () => (world.stack("test").signedInTo = "tenant-dev"),
        ],
        [
            "stack-locked",
            "when another update holds the target",
            () => {
                world.stack("test").locked = true;
            },
        ],
        [
            "cloud-without-role-or-api",
            "when the tenant lacks a role",
            () => {
                world.missing = ["the role x"];
            },
        ],
        ["approval-missing", "when nobody approves the seal", () => undefined],
    ] as readonly (readonly [RefusalCode, string, () => void])[])("as %s %s", async (code, _, prepare) => {
        prepare();
        const refusal = await world.refusal();
        expect(refusal).toMatchObject({ code, exitStatus: ExitStatus.Refused });
        expect(refusal.message).toContain(`docs/promotion.md#${code}`);
        expect(world.updates).toEqual([]);
    });

    it("as target-drifted when somebody has changed the tenant by hand", async () => {
        await world.approved();
        world.stack("test").actual = "by hand";
        expect(await world.refusal()).toMatchObject({ code: "target-drifted" });
    });

    it.each([
        ["still runs", true],
        ["ends meanwhile", false],
    ])(
        "as stack-locked, not as drifted, when an update of somebody else %s while the tenant is compared",
        async (_, runs) => {
            await world.approved();
            world.before = (effect) => {
                if (effect === "compareStack") {
                    // The tenant is ahead of the state that was read.
                    world.stack("test").actual = "by another run";
                    world.stack("test").locked = runs;
                } else if (effect === "readDeployment" && !runs) {
                    world.stack("test").deployed = { name: "by another run", objectId: "object-test" };
                }
            };
            expect(await world.refusal()).toMatchObject({ code: "stack-locked" });
        },
    );

    it.each([
        ["still holds the stack", "locked"],
        ["has applied it", "applied"],
    ])("as stack-locked, not as failed, when another run with the same seal %s", async (_, what) => {
        const digest = await world.sealed();
        world.updateEnd = "failed";
        world.before = (effect) => {
            if (effect === "applyPlan" && what === "locked") {
                world.stack("test").locked = true;
            } else if (effect === "applyPlan") {
                const applied = { event: "applied", at: "2026-11-26T10:00:00Z", seal: digest, state: digest } as const;
                world.journals.get("test")?.push(applied);
            }
        };
        expect(await world.refusal({ approved: [digest] })).toMatchObject({ code: "stack-locked" });
        expect(world.events()).not.toContain("failed");
    });

    it("as approval-of-another-digest when the approval is for no plan of this target", async () => {
        const refusal = await world.refusal({ approved: ["0".repeat(64)] });
        expect(refusal.code).toBe("approval-of-another-digest");
        expect(refusal.message).toContain("0".repeat(64));
    });

    it("as plan-stale when the target has changed since the approved plan, with what changed", async () => {
        const digest = await world.sealed();
        world.deploy("test");
        world.program = "two";
        world.deploy("dev");
        const { code, message } = await world.refusal({ approved: [digest] });
        expect(code).toBe("plan-stale");
        expect(message).toContain("different now: the definition, the target's state, the plan");
    });

    it.each([
        [
            "the target's state",
            () => {
                world.deploy("test");
            },
        ],
        [
            "the target's configuration",
            () => {
                world.stack("test").shared = { "exo:roles": "[2]" };
            },
        ],
        [
            "the program's files",
            () => {
                world.program = "two";
            },
        ],
    ])("as plan-stale when %s changes while somebody approves", async (part, change) => {
        world.approver = () => {
            change();
            return "ann";
        };
        const { code, message } = await world.refusal();
        expect(code).toBe("plan-stale");
        expect(message).toContain(part);
        expect(world.updates).toEqual([]);
    });

    it("as plan-stale when another run writes another plan while somebody approves", async () => {
        world.approver = () => {
            world.anotherPlan = "by another run";
            return "ann";
        };
        const { code, message } = await world.refusal();
        expect(code).toBe("plan-stale");
        expect(message).toContain("the plan");
        expect(world.updates).toEqual([]);
    });

    it("as approval-of-another-digest also when an earlier run was given the right one", async () => {
        const digest = await world.sealed();
        world.before = (effect) => {
            if (effect === "applyPlan") {
                throw new Error("killed");
            }
        };
        await expect(world.promote({ approved: [digest] })).rejects.toThrow("killed");
        world.before = () => undefined;
        expect(await world.refusal({ approved: ["0".repeat(64)] })).toMatchObject({
            code: "approval-of-another-digest",
        });
        expect(world.updates).toEqual([]);
    });

    it("as preview-failed or update-failed, undecided where Microsoft's services alone ended it", async () => {
        world.previewErrors = ["preview failed", "unexpected status 503 (503 Service Unavailable)"];
        expect(await world.refusal()).toMatchObject({ code: "preview-failed", exitStatus: ExitStatus.Undecided });
        world.previewErrors = [...world.previewErrors, "a program's own error"];
        expect(await world.refusal()).toMatchObject({ code: "preview-failed", exitStatus: ExitStatus.Refused });
        world.previewErrors = [];
        world.approver = () => "ann";
        world.updateEnd = "cut off";
        expect(await world.refusal()).toMatchObject({ code: "update-failed", exitStatus: ExitStatus.Undecided });
        expect(world.events().at(-1)).toBe("failed");
    });

    it("as undecided when the target's tenant cannot be read, before and after the update", async () => {
        await world.approved();
        world.program = "two";
        world.deploy("dev");
        world.isThrottled = true;
        const before = await world.refusal();
        expect(before).toMatchObject({ code: "target-drifted", exitStatus: ExitStatus.Undecided });
        expect(before.message).toMatch(/is not known \(State and tenant: throttled\)/);
        world.isThrottled = false;
        const digest = await world.sealed();
        world.before = (effect) => (world.isThrottled = world.isThrottled || effect === "applyPlan");
        expect(await world.refusal({ approved: [digest] })).toMatchObject({
            ...{ code: "result-differs", exitStatus: ExitStatus.Undecided },
        });
        world.before = () => undefined;
        world.isThrottled = false;
        expect(await world.promote()).toMatchObject({ end: "promoted" });
        expect(world.updates).toEqual(["test", "test"]);
    });

    it("as wrong-tenant before the target is previewed", async () => {
        world.stack("test").signedInTo = "tenant-dev";
        world.before = (effect) => {
            expect(effect).not.toBe("planStack");
        };
        expect(await world.refusal()).toMatchObject({ code: "wrong-tenant" });
    });

    it("as rejected-definition wherever the definition is on the list, also for a restoration", async () => {
        const { definition } = await world.approved();
        world.rejected = [{ definition, reason: "it locks mailboxes" }];
        expect((await world.refusal()).message).toMatch(/is rejected in promotion\.json: it locks mailboxes/);
        expect(await world.refusal({ from: undefined })).toMatchObject({ code: "rejected-definition" });
    });

    it("with the exit status of an undecided login, which revokes nothing", async () => {
        world.stack("dev").verdict = "undecided";
        expect(await world.refusal()).toMatchObject({ code: "source-not-verified", exitStatus: ExitStatus.Undecided });
        expect(world.events("dev")).toEqual([]);
    });
});

describe("an attestation of the source", () => {
    const maxAge = { maxAgeMs: 3_600_000 };
    beforeEach(async () => {
        await world.sealed();
        world.before = (effect) => {
            expect(effect).not.toBe("verifyStack");
        };
    });

    it("stands for its verification up to an age", async () => {
        world.now = new Date(world.now.getTime() + 3_600_000);
        await world.sealed(maxAge);
        expect(world.steps.map(({ evidence }) => evidence).join("\n")).toContain(
            "attested at 2026-11-26T10:00:00.000Z",
        );
    });

    it.each([
        [
            "it is too old",
            () => {
                world.now = new Date(world.now.getTime() + 3_601_000);
            },
        ],
        ["the state is another one", () => ((world.stack("dev").deployed ?? { objectId: "" }).objectId = "other")],
    ])("does not when %s: the source is verified now", async (_, change) => {
        change();
        let verified = 0;
        world.before = (effect) => (verified += effect === "verifyStack" ? 1 : 0);
        await world.sealed(maxAge);
        expect(verified).toBe(1);
    });

    it("that is named has to hold", async () => {
        (world.stack("dev").deployed ?? { objectId: "" }).objectId = "other";
        expect(await world.refusal({ isAttestationNamed: true })).toMatchObject({ code: "source-changed" });
    });

    it("is revoked by a later verification that is refused", async () => {
        world.before = () => undefined;
        world.now = new Date(world.now.getTime() + 1_000);
        world.stack("dev").verdict = "refused";
        expect(await world.refusal()).toMatchObject({ code: "source-not-verified" });
        expect(world.events("dev")).toEqual(["verified", "refused"]);
        expect((await world.refusal({ isAttestationNamed: true })).message).toContain(
            "its verification was refused at",
        );
        expect(await world.refusal(maxAge)).toMatchObject({ code: "source-not-verified" });
    });
});

describe("an interrupted promotion", () => {
    it("goes on after an interruption at any place, approved once and applied once", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 4 }), async (kills) => {
                world = new World();
                world.deploy("dev");
                const digest = await world.sealed();
                for (const kill of kills) {
                    let effects = 0;
                    world.before = () => {
                        if (++effects === kill) {
                            throw new Error("killed");
                        }
                    };
                    await world.promote({ approved: [digest] }).catch((error: unknown) => {
                        expect(String(error)).toBe("Error: killed");
                    });
                }
                world.before = () => undefined;
                await world.promote({ approved: [digest] });
                expect(world.updates).toEqual(["test"]);
                expect(world.events().filter((event) => event === "approved")).toHaveLength(1);
                expect(world.records[0]).toMatchObject({ seal: digest, approvedBy: "its digest" });
                expect(world.events().at(-1)).toBe("promoted");
            }),
            { numRuns: 60 },
        );
    });

    it("says where it stands", async () => {
        const digest = await world.sealed();
        world.before = (effect) => {
            if (effect === "verifyStack" && world.updates.length > 0) {
                throw new Error("killed");
            }
        };
        await expect(world.promote({ approved: [digest] })).rejects.toThrow("killed");
        world.before = () => undefined;
        world.steps.length = 0;
        expect(await world.promote()).toMatchObject({ end: "promoted", seal: digest });
        expect(world.steps[0]).toMatchObject({
            title: "Standing",
            evidence: expect.stringMatching(/^the update ended at/) as string,
        });
        expect(world.records).toMatchObject([{ seal: digest }]);
    });
});

describe("a restoration", () => {
    beforeEach(async () => {
        await world.approved();
        world.program = "two";
        world.deploy("dev");
        await world.approved();
    });
    const restore = { from: undefined };

    it("promotes a definition that was verified there before, with a new plan and its own approval", async () => {
        world.program = "one";
        await world.approved(restore);
        expect(world.stack("test").actual).toBe("one");
        expect(world.records.at(-1)).toMatchObject({ from: "test", to: "test", isRestoration: true });
    });

    it("brings back what somebody has changed by hand", async () => {
        world.stack("test").actual = "by hand";
        await world.approved(restore);
        expect(world.stack("test").actual).toBe("two");
    });

    it("is refused for a definition that was never verified there, and names those that were", async () => {
        world.program = "three";
        const { code, message } = await world.refusal(restore);
        expect(code).toBe("nothing-to-restore");
        expect(message).toMatch(/Check one of these out.*commit abc; .*commit abc/);
    });
});

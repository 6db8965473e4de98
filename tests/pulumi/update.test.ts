import { updatedStack } from "../../src/pulumi/update";

describe("the stack of `pulumi up`", () => {
    test.each([
        [["--stack", "prod"], "prod"],
        [["--stack=prod"], "prod"],
        [["-s", "prod"], "prod"],
        [["-sprod"], "prod"],
        [["-s=prod"], "prod"],
        [["-yfs", "prod"], "prod"],
        [["--yes", "--stack", "dev", "-m", "text", "--stack", "prod"], "prod"],
        [["--yes", "--show-secrets", "-p", "4", "--skip-preview"], undefined],
    ])("of %j is %s", (options, stack) => {
        expect(updatedStack(options)).toEqual({ stack, cwd: undefined });
    });

    test("is looked for in the folder of --cwd", () => {
        expect(updatedStack(["-C", "infra", "-s", "prod"])).toEqual({ stack: "prod", cwd: "infra" });
        expect(updatedStack(["--cwd=infra"])).toEqual({ stack: undefined, cwd: "infra" });
    });
});

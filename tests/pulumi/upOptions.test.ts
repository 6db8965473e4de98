import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { UserError } from "../../src/errors/userError";
import { parseUpFlags, readUpOptions } from "../../src/pulumi/upOptions";

// What pulumi 3.259.0 prints.
const flags = parseUpFlags(readFileSync(join(__dirname, "recorded/up-help-3.259.0.txt"), "utf8"));

describe("the options in pulumi's help", () => {
    test.each([
        ["stack", "s", true],
        ["message", "m", true],
        ["cwd", "C", true],
        ["tracing", undefined, true],
        ["parallel", "p", true],
        ["yes", "y", false],
        ["refresh", "r", false],
        ["attach-debugger", undefined, false],
        ["suppress-permalink", undefined, false],
    ])("have --%s with the letter %s; whether it takes the next argument: %s", (long, short, takesNext) => {
        expect(flags.find((flag) => flag.long === long)).toEqual({ long, short, takesNext });
    });

    test("are all there", () => {
        expect(flags).toHaveLength(56);
    });
});

describe("the stack of `pulumi up`", () => {
    test.each([
        [["--stack", "prod"], "prod"],
        [["--stack=prod"], "prod"],
        [["--stack", "--yes"], "--yes"],
        [["-s", "prod"], "prod"],
        [["-sprod"], "prod"],
        [["-s=prod"], "prod"],
        [["-s="], "="],
        [["-s", "-y"], "-y"],
        [["-yfs", "prod"], "prod"],
        [["-yfsprod"], "prod"],
        [["-yrs=prod"], "prod"],
        [["--yes", "--stack", "dev", "-m", "text", "--stack", "prod"], "prod"],
        [["--yes", "--show-secrets", "-p", "4", "--skip-preview"], undefined],
        [["-m", "--stack=other", "-s", "prod"], "prod"],
        [["-s", "prod", "-m", "--stack=other"], "prod"],
        [["-s", "prod", "--message", "-sother"], "prod"],
        [["-s", "prod", "-m-sother"], "prod"],
        [["-s", "prod", "-ym", "-s"], "prod"],
        [["-s", "prod", "--target", "--stack", "--replace", "-sother"], "prod"],
        [["-s", "prod", "-c", "-s", "-v", "9"], "prod"],
        [["-s", "prod", "--refresh=--stack"], "prod"],
        [["-s", "prod", "--unheard-of=--stack"], "prod"],
        [["-s", "prod", "--stack="], undefined],
        [["-r", "-s", "prod", "--neo"], "prod"],
        [["-s", "a b; c"], "a b; c"],
    ])("of %j is %s", (options, stack) => {
        expect(readUpOptions(options, flags)).toMatchObject({ stack, cwd: undefined, own: options, rest: [] });
    });

    test("is in the folder of --cwd", () => {
        expect(readUpOptions(["-C", "infra", "-s", "prod"], flags)).toMatchObject({ stack: "prod", cwd: "infra" });
        expect(readUpOptions(["--cwd=infra"], flags)).toMatchObject({ stack: undefined, cwd: "infra" });
        expect(readUpOptions(["-yCinfra", "-m", "-C", "-s=prod"], flags)).toMatchObject({
            stack: "prod",
            cwd: "infra",
        });
    });

    test("is not affected by what another option takes as its value", () => {
        const valued = flags.filter(({ long, takesNext }) => takesNext && long !== "stack");
        fc.assert(
            fc.property(fc.constantFrom(...valued), fc.string(), fc.boolean(), ({ long, short }, value, isShort) => {
                const option = isShort && short !== undefined ? `-${short}` : `--${long}`;
                expect(readUpOptions(["-s", "prod", option, value], flags).stack).toBe("prod");
                expect(readUpOptions([option, `--stack=${value}`, "-s", "prod"], flags).stack).toBe("prod");
            }),
        );
    });
});

test("what follows -- is not pulumi's, unless -- is the value of an option", () => {
    expect(readUpOptions(["-y", "--", "--stack", "other"], flags)).toMatchObject({
        stack: undefined,
        own: ["-y"],
        rest: ["--stack", "other"],
    });
    expect(readUpOptions(["-m", "--", "-s", "prod", "--", "--timeout", "0"], flags)).toMatchObject({
        stack: "prod",
        own: ["-m", "--", "-s", "prod"],
        rest: ["--timeout", "0"],
    });
});

test.each([
    [["-c", "roles=[]"], true],
    [["-y", "--config-file=other.yaml"], true],
    [["--config-path", "-m", "--config"], false],
])("%j change the configuration: %s", (options, changesConfig) => {
    expect(readUpOptions(options, flags)).toMatchObject({ changesConfig });
});

test("help is recognized, and is not the value of another option", () => {
    expect(readUpOptions(["-yh"], flags).help).toBe(true);
    expect(readUpOptions(["--help"], flags).help).toBe(true);
    expect(readUpOptions(["-m", "--help"], flags).help).toBe(false);
});

test.each([
    ["a hidden option, which may take a value", ["--client", "127.0.0.1:1"], "does not list the option --client"],
    ["an unknown letter", ["-yz"], "does not list the option -z"],
    ["a template", ["https://example.com/template"], "is not an option of `pulumi up`"],
    ["the value of a switch in a word of its own", ["--yes", "false"], "the argument false is not an option"],
    ["a lone hyphen", ["-"], "the argument - is not an option"],
])("%s is refused, because the stack would be a guess", (_, options, message) => {
    expect(() => readUpOptions(options, flags)).toThrow(UserError);
    expect(() => readUpOptions(options, flags)).toThrow(message);
});

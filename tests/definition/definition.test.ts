import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { canonicalJson, digestOf } from "../../src/definition/canonicalJson";
import { sharedConfiguration, undeclaredDifferences } from "../../src/definition/configuration";
import { definitionDifferences, definitionDigest, type Definition } from "../../src/definition/definition";
import { isPerTenant, parsePolicy, rejectionOf } from "../../src/definition/policy";
import { lockFileDigest, programDigest } from "../../src/definition/programFiles";
import { pluginsOf, stateDigest } from "../../src/definition/stateDigest";
import type { Configuration } from "../../src/pulumi/configuration";
import type { StateResource } from "../../src/pulumi/state";

const secret = (ciphertext: string): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext,
});

describe("canonical JSON", () => {
    it("is one text for equal values, whatever the order of their properties", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
                const turned = Object.fromEntries(Object.entries(value).toReversed());
                expect(canonicalJson(turned)).toBe(canonicalJson(value));
                expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
            }),
            { numRuns: 50 },
        );
    });

    it("keeps the order of lists", () => {
        expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
    });
});

describe("the digest of a state", () => {
    const application: StateResource = {
        urn: "urn:pulumi:dev::p::azuread:index/application:Application::exo",
        type: "azuread:index/application:Application",
        id: "/applications/1",
        inputs: { displayName: "Reports", password: secret("v1:one") },
        outputs: { clientId: "c" },
        created: "2026-11-26T10:00:00Z",
    };
    const role: StateResource = { ...application, urn: `${application.urn}-role`, id: "role" };

    it.each([
        ["the order", [role, application]],
        ["times and outputs", [{ ...application, created: "2027-01-01T00:00:00Z", outputs: {} }, role]],
        [
            "the encryption of a secret",
            [{ ...application, inputs: { password: secret("v1:two"), displayName: "Reports" } }, role],
        ],
    ])("is the same whatever %s is", (_, resources) => {
        expect(stateDigest(resources)).toBe(stateDigest([application, role]));
    });

    it.each([
        ["an id", [{ ...application, id: "/applications/2" }, role]],
        ["an input", [{ ...application, inputs: { ...application.inputs, displayName: "Other" } }, role]],
        ["a resource less", [application]],
        ["one that waits for its deletion", [{ ...application, delete: true }, role]],
        ["a secret that became plain", [{ ...application, inputs: { ...application.inputs, password: "p" } }, role]],
    ])("is another with %s", (_, resources) => {
        expect(stateDigest(resources)).not.toBe(stateDigest([application, role]));
    });

    it("comes with the versions of the plugins, each once", () => {
        const provider = (name: string, version: string, more = {}): StateResource => ({
            ...{ urn: `urn::${name}${version}`, type: `pulumi:providers:${name}`, inputs: { version }, ...more },
        });
        const resources = [
            ...[provider("azuread", "6.9.1"), provider("azuread", "6.9.1"), provider("tls", "5.6.1")],
            provider("tls", "5.0.0", { delete: true }),
        ];
        expect(pluginsOf(resources)).toEqual({ azuread: "6.9.1", tls: "5.6.1" });
    });
});

describe("the digest of a program", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
        mkdirSync(path.join(folder, "lib", "deep"), { recursive: true });
        writeFileSync(path.join(folder, "index.ts"), "one\ntwo\n");
        writeFileSync(path.join(folder, "lib", "a.ts"), "a\n");
        writeFileSync(path.join(folder, "lib", "deep", "b.bin"), Buffer.from([0, 13, 10, 1]));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });
    const digest = (): string => programDigest(folder, ["index.ts", "lib"]);

    it("is equal in another folder, with other line endings, and whatever is configured or installed beside it", () => {
        const before = digest();
        const other = mkdtempSync(path.join(tmpdir(), "exo-unattended-elsewhere-"));
        cpSync(folder, other, { recursive: true });
        writeFileSync(path.join(other, "index.ts"), "one\r\ntwo\r\n");
        writeFileSync(path.join(other, "Pulumi.prod.yaml"), "config: {}\n");
        writeFileSync(path.join(other, "lib", ".DS_Store"), "x");
        mkdirSync(path.join(other, "lib", "node_modules"));
        writeFileSync(path.join(other, "lib", "node_modules", "x.js"), "x");
        writeFileSync(path.join(other, "README.md"), "x");
        expect(programDigest(other, ["lib", "./index.ts"])).toBe(before);
        rmSync(other, { recursive: true });
    });

    it.each([
        ["a changed file", "lib/a.ts", "b\n"],
        ["a new file", "lib/c.ts", ""],
        ["bytes that are not text", "lib/deep/b.bin", Buffer.from([0, 10, 1])],
        ["the project file", "Pulumi.yaml", "name: q\n"],
    ])("is another with %s", (_, file, content) => {
        const before = digest();
        writeFileSync(path.join(folder, file), content);
        expect(digest()).not.toBe(before);
    });

    it("of a whole folder does not change with its promotions, or with the definitions that are rejected", () => {
        const before = programDigest(folder, ["."]);
        mkdirSync(path.join(folder, "promotions", "test"), { recursive: true });
        writeFileSync(path.join(folder, "promotions", "test", "journal.jsonl"), "{}\n");
        writeFileSync(path.join(folder, "promotion.json"), "{}\n");
        expect(programDigest(folder, ["."])).toBe(before);
        writeFileSync(path.join(folder, "other.ts"), "");
        expect(programDigest(folder, ["."])).not.toBe(before);
    });

    it("names a file that does not exist, and a link to a folder", () => {
        expect(() => programDigest(folder, ["missing"])).toThrow("cannot read missing: no such file or folder");
        symlinkSync(path.join(folder, "lib"), path.join(folder, "lib", "deep", "loop"));
        expect(digest).toThrow("is a symbolic link to a folder");
    });

    it("names a pipe, which would keep it waiting", () => {
        const pipe = path.join(folder, "lib", "deep", "pipe");
        execFileSync("mkfifo", [pipe]);
        expect(digest).toThrow(`${pipe}: is a pipe, a socket or a device`);
        expect(() => programDigest(folder, ["lib/deep/pipe"])).toThrow('leave it out of "program"');
        execFileSync("mkfifo", [path.join(folder, "yarn.lock")]);
        expect(() => lockFileDigest(folder)).toThrow("yarn.lock: is a pipe");
    });

    it("knows the nearest lock file, up to the repository's folder", () => {
        expect(lockFileDigest(path.join(folder, "lib", "deep"))).toBeUndefined();
        writeFileSync(path.join(folder, "package-lock.json"), "{}\n");
        const found = lockFileDigest(path.join(folder, "lib"));
        writeFileSync(path.join(folder, "package-lock.json"), "{}\r\n");
        expect(lockFileDigest(folder)).toBe(found);
        writeFileSync(path.join(folder, "package-lock.json"), '{"a":1}\n');
        expect(lockFileDigest(folder)).not.toBe(found);
    });
});

const configuration = (values: Readonly<Record<string, string>>, ...secrets: readonly string[]): Configuration =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, isSecret: secrets.includes(key) }]));

describe("the shared configuration", () => {
    const policy = { perTenant: ["azuread:tenantId", "organization"] };

    it("leaves out what may differ, and the value of a secret", () => {
        const values = configuration(
            { "azuread:tenantId": "t", "exo:organization": "o", "exo:roles": '["a"]', "exo:password": "p" },
            "exo:password",
        );
        expect(sharedConfiguration(values, policy)).toEqual({ "exo:roles": ["a"], "exo:password": "[secret]" });
    });

    it.each([
        ["another value", { "exo:roles": '["a"]' }, { "exo:roles": '["b"]' }, ["exo:roles"]],
        ["a key less", { "exo:roles": '["a"]', "exo:protect": "true" }, { "exo:roles": '["a"]' }, ["exo:protect"]],
        ["the order of properties", { "exo:c": '{"a":1,"b":2}' }, { "exo:c": '{ "b": 2, "a": 1 }' }, []],
        ["declared keys", { "exo:organization": "a" }, { "exo:organization": "b", "azuread:tenantId": "t" }, []],
        ["a name that only ends like a declared one", { "exo:myorganization": "a" }, {}, ["exo:myorganization"]],
    ])("tells %s", (_, source, target, keys) => {
        expect(undeclaredDifferences(configuration(source), configuration(target), policy)).toEqual(keys);
    });

    it("compares secrets by their values, and a secret with a plain text not at all", () => {
        const [one, other] = [configuration({ "exo:p": "1" }, "exo:p"), configuration({ "exo:p": "2" }, "exo:p")];
        expect(undeclaredDifferences(one, other, policy)).toEqual(["exo:p"]);
        expect(undeclaredDifferences(one, configuration({ "exo:p": "1" }), policy)).toEqual(["exo:p"]);
        expect(undeclaredDifferences(one, one, policy)).toEqual([]);
    });
});

describe("a definition", () => {
    const definition: Definition = {
        ...{ program: "a", lockFile: "b", configuration: "c" },
        plugins: { azuread: "6.9.1", tls: "5.6.1" },
    };

    it.each([
        ["the program's files", { program: "x" }],
        ["the lock file", { lockFile: undefined }],
        ["the shared configuration", { configuration: "x" }],
        ["the plugin azuread (6.9.1, 6.10.0)", { plugins: { azuread: "6.10.0", tls: "5.6.1" } }],
        ["the plugin tls (5.6.1, none)", { plugins: { azuread: "6.9.1" } }],
    ])("differs in %s", (part, change) => {
        const other = { ...definition, ...change };
        expect(definitionDifferences(definition, other)).toEqual([part]);
        expect(definitionDigest(other)).not.toBe(definitionDigest(definition));
    });
});

describe("promotion.json", () => {
    const valid = { schemaVersion: 1, program: ["index.ts"], stages: [{ name: "dev", stacks: ["dev"] }] };
    const parse = (change: object): unknown => parsePolicy(JSON.stringify({ ...valid, ...change }));

    it("declares keys with and without their namespace, and rejected definitions", () => {
        const rejected = [{ definition: "a".repeat(64), reason: "locks mailboxes" }];
        const policy = parsePolicy(JSON.stringify({ ...valid, perTenant: ["organization"], rejected }));
        expect(isPerTenant(policy, "exo-unattended:organization")).toBe(true);
        expect(isPerTenant(policy, "exo-unattended:roles")).toBe(false);
        expect(rejectionOf(policy, "a".repeat(64))).toBe("locks mailboxes");
        expect(rejectionOf(policy, "b".repeat(64))).toBeUndefined();
    });

    it.each([
        ["no program", { program: [] }, "program: has no file"],
        ["an unknown property", { perTennant: [] }, "perTennant"],
        ["a stack twice", { stages: [...valid.stages, { name: "x", stacks: ["dev"] }] }, "stages: name a stack twice"],
        [
            "two stages of one name",
            { stages: [...valid.stages, { name: "dev", stacks: ["x"] }] },
            "stages: have one name for two stages",
        ],
        [
            "a stage that is called like a stack of another",
            { stages: [...valid.stages, { name: "b", stacks: ["c"] }, { name: "c", stacks: ["d"] }] },
            "or for a stage and a stack of another",
        ],
        [
            "a stack that would leave the folder of the promotions",
            { stages: [{ name: "x", stacks: ["org/../../x"] }] },
            "stages.0.stacks.0: must be the name of a stack",
        ],
        [
            "a stack that would be an option of pulumi",
            { stages: [{ name: "x", stacks: ["--help"] }] },
            "stages.0.stacks.0: must be the name of a stack",
        ],
        ["half a digest", { rejected: [{ definition: "abc", reason: "x" }] }, "must be 64 lower-case hex digits"],
        [
            "a rejection without a reason",
            { rejected: [{ definition: "a".repeat(64), reason: "" }] },
            "reason: is empty",
        ],
        ["another version", { schemaVersion: 2 }, "schemaVersion"],
    ])("is refused with %s", (_, change, problem) => {
        expect(() => parse(change)).toThrow(problem);
    });

    it("is refused when it is not JSON", () => {
        expect(() => parsePolicy("{")).toThrow(/^promotion\.json: is not JSON/);
    });
});

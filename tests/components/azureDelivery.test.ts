import { execFileSync } from "node:child_process";
import path from "node:path";
import ts from "typescript";
import { UserError, type UnattendedAccess } from "../../components";
import { deliverToAzure } from "../../components/azureDelivery";

const folder = path.resolve(__dirname, "../..");
const nobody = Object.create(null) as UnattendedAccess;

describe("a program whose configuration names no place in Azure", () => {
    it("loads nothing of azure-native, and says what to install when it names one", () => {
        const components = JSON.stringify(path.join(folder, "dist", "components"));
        const program = `
            const Module = require("node:module");
            const resolve = Module._resolveFilename;
            Module._resolveFilename = (request, ...rest) => {
                if (!request.startsWith("@pulumi/azure-native")) return resolve(request, ...rest);
                throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: "MODULE_NOT_FOUND" });
            };
            require(${components});
            const { deliverToAzure } = require(${components} + "/azureDelivery");
            deliverToAzure("exo", {}, {});
            const loaded = Object.keys(require.cache);
            try {
                deliverToAzure("exo", {}, { keyVault: {} });
            } catch ({ name, message }) {
                console.log(JSON.stringify({ loaded, error: name + " " + message }));
            }`;
        const output = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
        const { loaded, error } = JSON.parse(output) as { readonly loaded: readonly string[]; readonly error: string };
        expect(loaded).toContainEqual(expect.stringContaining("azureDelivery.js"));
        expect(loaded).not.toContainEqual(
            expect.stringMatching(/azure-native|components.azure.(index|deliver|keyVault|automation)/),
        );
        expect(error).toBe(
            "UserError azureDelivery: needs the package @pulumi/azure-native, which is not installed. Run npm install @pulumi/azure-native.",
        );
    });

    it("has none of azure-native's types checked when Pulumi runs it", () => {
        const { options } = ts.parseJsonConfigFileContent(
            ts.readConfigFile(path.join(folder, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
            ts.sys,
            folder,
        );
        const host = ts.createCompilerHost(options);
        const getSourceFile = host.getSourceFile.bind(host);
        // What packages import themselves is not asked: to parse their types takes longer than everything else.
        host.getSourceFile = (file, ...rest) =>
            file.includes("node_modules")
                ? ts.createSourceFile(file, "", ts.ScriptTarget.Latest)
                : getSourceFile(file, ...rest);
        const files = ts
            .createProgram([path.join(folder, "index.ts")], options, host)
            .getSourceFiles()
            .map(({ fileName }) => fileName);
        expect(files).toContainEqual(expect.stringContaining("components/args/azureDeliveryArgs.ts"));
        expect(files).not.toContainEqual(expect.stringContaining("azure-native"));
    });
});

describe("places in Azure that are refused:", () => {
    it.each([
        [
            "one that is not known",
            { keyvault: {} },
            "azureDelivery: keyvault: is not an option here. Did you mean keyVault? Options: keyVault, automation.",
        ],
        ["one without arguments", { keyVault: null }, "azureDelivery: keyVault: is not a map (got null). For example"],
    ])("%s", (_, places, problem) => {
        expect(() => deliverToAzure("exo", nobody, places as never)).toThrow(UserError);
        expect(() => deliverToAzure("exo", nobody, places as never)).toThrow(problem);
    });
});

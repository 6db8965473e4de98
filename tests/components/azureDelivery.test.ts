import { execFileSync } from "node:child_process";
import path from "node:path";
import ts from "typescript";
import { UserError, type UnattendedAccess } from "../../components";
import { deliverToAzure } from "../../components/azureDelivery";

const folder = path.resolve(__dirname, "../..");
const nobody = Object.create(null) as UnattendedAccess;

describe("a program whose configuration names no place in Azure", () => {
    it("loads nothing of azure-native", () => {
        const built = JSON.stringify(path.join(folder, "dist", "components"));
        const program = `
            require(${built});
            require(${built} + "/azureDelivery").deliverToAzure("exo", {}, {});
            console.log(Object.keys(require.cache).join("\\n"));`;
        const loaded = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
        expect(loaded).toContain("azureDelivery.js");
        expect(loaded).not.toMatch(/azure-native|components.azure.(index|deliver|keyVault|automation)/);
    });

    it("has none of azure-native's types checked when Pulumi runs it", () => {
        const { options } = ts.parseJsonConfigFileContent(
            ts.readConfigFile(path.join(folder, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
            ts.sys,
            folder,
        );
        const files = ts
            .createProgram([path.join(folder, "index.ts")], options)
            .getSourceFiles()
            .map(({ fileName }) => fileName);
        expect(files).toContainEqual(expect.stringContaining("components/args/azureDeliveryArgs.ts"));
        expect(files).not.toContainEqual(expect.stringContaining("azure-native"));
    });
});

it("a program that names a place without azure-native says what to install", () => {
    const program = `
        const Module = require("node:module");
        const resolve = Module._resolveFilename;
        Module._resolveFilename = (request, ...rest) => {
            if (!request.startsWith("@pulumi/azure-native")) return resolve(request, ...rest);
            throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: "MODULE_NOT_FOUND" });
        };
        const { deliverToAzure } = require(${JSON.stringify(path.join(folder, "dist", "components", "azureDelivery"))});
        try {
            deliverToAzure("exo", {}, { keyVault: {} });
        } catch ({ name, message }) {
            console.log(name, message);
        }`;
    expect(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" })).toBe(
        "UserError azureDelivery: needs the package @pulumi/azure-native, which is not installed. Run npm install @pulumi/azure-native.\n",
    );
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

import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { fence } from "./tools/lint/fence.mjs";

const azureNative = {
    regex: "^@pulumi/azure-native$",
    message: "import a submodule: the root costs 200 ms and 800 MB of type checking",
};

export default tseslint.config(
    { ignores: ["dist/", "packages/*/dist/", "packages/*/.cache/", "node_modules/", ".sandbox/", "coverage/"] },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        plugins: { rooms: { rules: { fence } } },
        rules: {
            "rooms/fence": "error",
            "no-restricted-imports": ["error", { patterns: [azureNative] }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-non-null-assertion": "error",
            "no-restricted-syntax": [
                "error",
                {
                    selector:
                        "CallExpression[callee.property.name='apply'] NewExpression[callee.object.name=/^(azuread|tls)$/]",
                    message: "create no resource inside apply: a preview cannot show it",
                },
                {
                    selector: "CallExpression[callee.property.name='registerOutputs'][arguments.length=0]",
                    message: "registerOutputs needs every public output",
                },
            ],
        },
    },
    {
        files: ["index.ts"],
        rules: {
            "no-restricted-imports": [
                "error",
                {
                    patterns: [
                        azureNative,
                        { regex: "^\\./(?!components)", message: "the program imports components only" },
                    ],
                },
            ],
        },
    },
    {
        files: ["**/*.js"],
        languageOptions: {
            globals: {
                module: "writable",
                require: "readonly",
                process: "readonly",
                console: "readonly",
                __dirname: "readonly",
            },
            sourceType: "commonjs",
        },
    },
);

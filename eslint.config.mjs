import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * The rooms of the project and what each may import (ARCHITECTURE.md explains why).
 * A room that is not named in a row is closed to it.
 */
const rooms = {
    microsoft: [],
    certificate: [],
    connection: ["microsoft"],
    components: ["microsoft", "certificate", "connection", "delivery"],
    verification: ["microsoft", "certificate", "connection"],
    delivery: ["microsoft", "certificate", "connection"],
    stacks: ["connection"],
    attestation: ["certificate", "connection", "verification"],
    directory: ["microsoft", "certificate", "verification"],
    repair: ["microsoft", "certificate", "stacks", "directory"],
    preflight: ["microsoft", "certificate", "stacks", "directory", "repair"],
    cli: [
        ...["microsoft", "certificate", "connection", "verification", "delivery", "stacks", "components"],
        ...["directory", "repair", "preflight", "attestation"],
    ],
    sandbox: ["microsoft", "certificate", "delivery"],
    bench: ["microsoft", "certificate", "connection", "verification", "sandbox"],
    documentation: ["microsoft", "sandbox"],
    examples: ["components"],
};

const pulumi = { regex: "^@pulumi/", message: "this room knows nothing of Pulumi" };
const network = {
    regex: "^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)|^@azure/",
    message: "this room never opens a connection",
};
const files = { regex: "^(node:)?(fs|child_process|readline|timers)(/|$)", message: "this room touches no files" };
const azureNative = {
    regex: "^@pulumi/azure-native$",
    message: "import a submodule: the root costs 200 ms and 800 MB of type checking",
};

const never = {
    microsoft: [pulumi, network, files],
    certificate: [pulumi, network, files],
    connection: [pulumi, network, files],
    components: [network, files],
    verification: [pulumi],
    delivery: [pulumi, network],
    stacks: [network],
    attestation: [pulumi, network, files],
    directory: [pulumi],
    repair: [pulumi, network, files],
    preflight: [pulumi, network, files],
    cli: [],
    sandbox: [],
    bench: [],
    documentation: [network],
    examples: [],
};

const arrows = Object.entries(rooms).map(([room, open]) => ({
    files: [`${room}/**/*.ts`],
    rules: {
        "no-restricted-imports": [
            "error",
            {
                patterns: [
                    azureNative,
                    ...never[room],
                    ...Object.keys(rooms)
                        .filter((other) => other !== room && !open.includes(other))
                        .map((other) => ({
                            regex: `^(\\.\\./)+${other}(/|$)`,
                            message: `${room}/ may not import ${other}/ (see ARCHITECTURE.md)`,
                        })),
                ],
            },
        ],
    },
}));

export default tseslint.config(
    { ignores: ["dist/", "node_modules/", ".sandbox/", "coverage/"] },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
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
    ...arrows,
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

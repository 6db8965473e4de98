/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "node",
    testMatch: ["<rootDir>/tests/**/*.test.ts", "<rootDir>/packages/*/tests/**/*.test.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/packages/[^/]+/dist/", "<rootDir>/.sandbox/"],
    // The packages as they are now, not as they were when they were built.
    moduleNameMapper: {
        "^microsoft-local-tenant$": "<rootDir>/packages/local-tenant/src/index.ts",
        "^microsoft-local-tenant/x509$": "<rootDir>/packages/local-tenant/src/x509/selfSigned.ts",
        "^microsoft-local-tenant/(guid|loopback)$": "<rootDir>/packages/local-tenant/src/$1.ts",
        "^provider-stand-ins$": "<rootDir>/packages/provider-stand-ins/src/index.ts",
        // A dynamic import names the compiled file.
        "^(\\.{1,2}/.*)\\.js$": "$1",
        "^@npmcli/arborist$": "<rootDir>/tests/noArborist.js",
        "/typescript-shim$": "<rootDir>/tests/lateTypescript.js",
    },
    transform: {
        "^.+\\.ts$": [
            "@swc/jest",
            {
                jsc: { parser: { syntax: "typescript" }, target: "es2023" },
                module: { type: "commonjs" },
                sourceMaps: "inline",
            },
        ],
    },
    globalSetup: "<rootDir>/tests/globalSetup.ts",
    testSequencer: "<rootDir>/tests/longestFirst.js",
    testTimeout: 30_000,
    // One more than the cores of a small machine: stories on the engine wait for their processes a tenth of the time.
    maxWorkers: 3,
};

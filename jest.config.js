/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "node",
    testMatch: ["<rootDir>/tests/**/*.test.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/.sandbox/"],
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
    testTimeout: 30_000,
    maxWorkers: 2,
};

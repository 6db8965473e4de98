const shared = require("../../jest.config");

/** @type {import("jest").Config} */
module.exports = {
    ...shared,
    rootDir: "../..",
    testMatch: ["<rootDir>/packages/local-tenant/tests/**/*.test.ts"],
};

const own = require("./jest.config");

/** Clients in other languages, in environments of their own that are made on first use. */
/** @type {import("jest").Config} */
module.exports = {
    ...own,
    testMatch: ["<rootDir>/packages/local-tenant/tests/foreign/*.foreign.ts"],
    testTimeout: 600_000,
    maxWorkers: 1,
};

/*
 * In place of Pulumi's typescript-shim, in the tests' own process. The SDK loads TypeScript at its start, and uses it only
 * for its analyser and to put functions into a state: this loads it when it is used.
 */
module.exports = new Proxy({}, { get: (_, name) => require("typescript")[name] });

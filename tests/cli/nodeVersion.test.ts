import { readFileSync } from "node:fs";
import { checkNodeVersion } from "../../src/cli/nodeVersion";

const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
const oldest = engines.node.replace(">=", "");

test.each([`${oldest}.0`, "24.21.0", "25.0.0", "26.1.0"])("runs with Node.js %s", (version) => {
    expect(() => {
        checkNodeVersion(version);
    }).not.toThrow();
});

test.each(["18.0.0", "20.20.2", "22.23.3", "24.18.9"])(
    "refuses Node.js %s, which only npm's warning names",
    (version) => {
        expect(() => {
            checkNodeVersion(version);
        }).toThrow(`exo-unattended needs Node.js ${oldest} or later (this is ${version}). Install a newer one`);
    },
);

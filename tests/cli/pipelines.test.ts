import { readFileSync } from "node:fs";
import { exoUnattended } from "./support";

const commands = [...readFileSync("docs/pipelines.md", "utf8").matchAll(/npx exo-unattended ([^>\n]*)/g)].map(
    ([, command = ""]) => command.trim(),
);

describe("docs/pipelines.md", () => {
    test("shows the three commands", () => {
        expect(new Set(commands.map((command) => command.split(" ")[0]))).toEqual(
            new Set(["up", "verify", "attestation"]),
        );
    });

    test.each(commands)("has options that the command takes: %s", async (command) => {
        const { status, stderr } = await exoUnattended(command.split(" "), { env: { PATH: "/nowhere" } });
        expect(stderr).toMatch(/^error: (there is no pulumi on PATH|cannot read proof\.json)/);
        expect(status).toBe(2);
    });
});

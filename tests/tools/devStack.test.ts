import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { devStackConfiguration, restoreDevStack } from "../../tools/sandbox/devStack";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-stack-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

describe("the stack of the local tenant", () => {
    const file = (): string => path.join(folder, "Pulumi.dev.yaml");

    it("is restored to the checked-in configuration after pulumi stack rm", () => {
        const lines: string[] = [];
        restoreDevStack((line) => lines.push(line), folder);
        expect(readFileSync(file(), "utf8")).toBe(
            readFileSync(path.resolve(__dirname, "../../Pulumi.dev.yaml"), "utf8"),
        );
        expect(lines).toEqual(["Pulumi.dev.yaml was gone (pulumi stack rm deletes it): restored"]);
    });

    it("keeps a configuration that somebody changed", () => {
        writeFileSync(file(), `${devStackConfiguration}# mine\n`);
        restoreDevStack(() => {
            throw new Error("nothing to tell");
        }, folder);
        expect(readFileSync(file(), "utf8")).toMatch(/# mine\n$/);
    });
});

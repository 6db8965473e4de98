import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const project = path.resolve(__dirname, "../..");
const filesIn = (folder: string): string[] =>
    readdirSync(path.join(project, folder)).map((name) => `${folder}/${name}`);
const files = [...filesIn("docs"), ...filesIn(".github/workflows"), ...filesIn("src/delivery/hosts")];

describe("GitHub's actions, in workflows that are written, shown and run here,", () => {
    const pins = new Map<string, Set<string>>();
    for (const file of files.filter((name) => /\.(md|yml|ts)$/.test(name))) {
        for (const [, action = "", pin = ""] of readFileSync(path.join(project, file), "utf8").matchAll(
            /uses: ([\w-]+\/[\w-]+)@(.+)/g,
        )) {
            pins.set(action, (pins.get(action) ?? new Set()).add(pin));
        }
    }

    it.each([...pins])("are the same release everywhere: %s", (_, pin) => {
        expect([...pin]).toHaveLength(1);
    });

    it("are found, and those of the generated workflow named by their commit", () => {
        expect([...(pins.get("actions/checkout") ?? [])]).toEqual([expect.stringMatching(/^[0-9a-f]{40} # v\d/)]);
    });
});

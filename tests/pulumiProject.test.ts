import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { parse } from "yaml";

const folder = path.resolve(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");

/** What TypeScript makes of such a file. */
function configuration(file: string): ts.ParsedCommandLine {
    const { config } = ts.parseConfigFileTextToJson(file, read(file)) as { config: unknown };
    return ts.parseJsonConfigFileContent(config, ts.sys, folder);
}

test("Pulumi's runner does not repeat the type checks of `npm run typecheck`, which has the program, too", () => {
    const { runtime } = parse(read("Pulumi.yaml")) as { runtime: { options: { tsconfig: string } } };
    const { tsconfig } = runtime.options;
    // The runner itself looks for this option in the file alone, not in those that it extends.
    expect(ts.parseConfigFileTextToJson(tsconfig, read(tsconfig)).config).toMatchObject({
        compilerOptions: { noCheck: true },
    });
    const checked = configuration("tsconfig.json");
    expect(checked.options.noCheck).toBeUndefined();
    expect(checked.fileNames).toContain(path.join(folder, "index.ts"));
    const { noCheck, types, configFilePath, ...runners } = configuration(tsconfig).options;
    expect([noCheck, types]).toEqual([true, ["node"]]);
    expect(configFilePath).toBeUndefined();
    expect(checked.options).toMatchObject(runners);
});

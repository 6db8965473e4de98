import { readFileSync } from "node:fs";
import path from "node:path";
import { betweenMarkers } from "../../tools/docs/markers";
import { configSection, configurationKeysTable } from "../../tools/docs/configurationDocs";

const folder = path.resolve(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");

it.each([
    ["Pulumi.yaml", "config", configSection(folder)],
    ["docs/configuration.md", "keys", `\n${configurationKeysTable(folder)}\n\n`],
])("%s has what `npm run docs` makes of the tables of arguments", (file, name, content) => {
    expect(read(file)).toBe(betweenMarkers(read(file), name, content));
});

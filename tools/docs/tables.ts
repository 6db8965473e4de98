import path from "node:path";
import type { ArgsTable } from "../../components/args/table";
import { fileOf } from "../../src/identities/azureTargets";
import type { ComponentName } from "../../src/identities/names";

const folder = path.resolve(__dirname, "../../components/args");

/** The table of a component's arguments, which is in the file that has its name. */
export function tableOf(component: ComponentName): ArgsTable {
    const file = fileOf(component);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, so that no list has to be kept
    const { [`${file}Table`]: table } = require(path.join(folder, `${file}Args`)) as Record<string, ArgsTable>;
    if (table === undefined) {
        throw new Error(`${file}Args.ts has no table`);
    }
    return table;
}

import { execFileSync } from "node:child_process";
import path from "node:path";

/** A row of rooms.mjs. */
interface Room {
    readonly holds: string;
    readonly imports: readonly string[];
    readonly never: readonly string[];
}

/** What rooms.mjs says; read in a process of its own, since it is an ES module. */
export function readRooms(projectFolder: string): Readonly<Record<string, Room>> {
    const print = 'import { rooms } from "./rooms.mjs"; console.log(JSON.stringify(rooms));';
    const text = execFileSync(process.execPath, ["--input-type=module", "--eval", print], {
        cwd: path.resolve(projectFolder),
        encoding: "utf8",
    });
    return JSON.parse(text) as Record<string, Room>;
}

/** The rooms as the table of ARCHITECTURE.md. */
export function roomsTable(rooms: Readonly<Record<string, Room>>): string {
    const short = (names: readonly string[]): string => names.map((name) => name.replace(/^src\//, "")).join(", ");
    const rows = Object.entries(rooms).map(
        ([room, { holds, imports, never }]) => `| \`${room}/\` | ${holds} | ${short(imports)} | ${never.join(", ")} |`,
    );
    return ["| Room | Holds | May import | Never |", "|---|---|---|---|", ...rows].join("\n");
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { betweenMarkers } from "../tools/docs/markers";
import { readRooms, roomsTable } from "../tools/docs/roomsTable";

const project = path.resolve(__dirname, "..");
const rooms = readRooms(project);
const foldersIn = (folder: string): string[] =>
    readdirSync(path.join(project, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => path.posix.join(folder, name));

describe("ARCHITECTURE.md", () => {
    it("has the table of rooms that `npm run docs` writes", () => {
        const text = readFileSync(path.join(project, "ARCHITECTURE.md"), "utf8");
        expect(text).toBe(betweenMarkers(text, "rooms", `\n${roomsTable(rooms)}\n\n`));
    });
});

describe("rooms.mjs", () => {
    it("names every room that there is", () => {
        expect([...foldersIn("src"), ...foldersIn("packages")].filter((folder) => !(folder in rooms))).toEqual([]);
    });

    it.each(Object.keys(rooms))("names no room that is gone: %s", (room) => {
        expect(existsSync(path.join(project, room))).toBe(true);
    });

    it("names rooms only as what others import", () => {
        const imported = Object.values(rooms).flatMap(({ imports }) => imports);
        expect(imported.filter((room) => !(room in rooms))).toEqual([]);
    });

    it("has no two rooms that import each other", () => {
        const mutual = Object.entries(rooms).flatMap(([room, { imports }]) =>
            imports.filter((other) => rooms[other]?.imports.includes(room)).map((other) => `${room} and ${other}`),
        );
        expect(mutual).toEqual([]);
    });
});

it("the root of the repository has at most 12 folders", () => {
    const hidden = /^(\.git|\.sandbox|node_modules|dist|coverage)$/;
    expect(foldersIn(".").filter((folder) => !hidden.test(folder)).length).toBeLessThanOrEqual(12);
});

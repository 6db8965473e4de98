import path from "node:path";
import { outside, packageRooms, rooms } from "../../rooms.mjs";

const projectFolder = path.resolve(import.meta.dirname, "../..");

/** The room that a file or folder of the project belongs to, or undefined. */
export function roomOf(file) {
    const inside = path.relative(projectFolder, file).replaceAll(path.sep, "/");
    return Object.keys(rooms).find((room) => inside === room || inside.startsWith(`${room}/`));
}

/** Why that room may not import this, or undefined when it may. */
export function problemOf(room, file, specifier) {
    const { imports, never } = rooms[room];
    const broken = never.map((name) => outside[name]).find(({ pattern }) => pattern.test(specifier));
    if (broken !== undefined) {
        return `${room}/ may not import ${specifier}: ${broken.message}`;
    }
    const other = specifier.startsWith(".")
        ? roomOf(path.resolve(path.dirname(file), specifier))
        : packageRooms[specifier.split("/")[0]];
    return other === undefined || other === room || imports.includes(other)
        ? undefined
        : `${room}/ may not import ${other}/ (see rooms.mjs)`;
}

/** Lint rule: keeps every arrow between rooms in rooms.mjs, whether an import is static, dynamic, a `require` or a type. */
export const fence = {
    meta: { type: "problem", schema: [] },
    create(context) {
        const file = context.filename;
        const room = roomOf(file);
        const check = (source) => {
            if (room === undefined || source?.type !== "Literal" || typeof source.value !== "string") {
                return;
            }
            const message = problemOf(room, file, source.value);
            if (message !== undefined) {
                context.report({ node: source, message });
            }
        };
        return {
            ImportDeclaration: ({ source }) => check(source),
            ExportNamedDeclaration: ({ source }) => check(source),
            ExportAllDeclaration: ({ source }) => check(source),
            ImportExpression: ({ source }) => check(source),
            TSImportType: ({ argument, source }) => check(source ?? argument?.literal),
            TSExternalModuleReference: ({ expression }) => check(expression),
            CallExpression: ({ callee, arguments: [first] }) => {
                if (callee.type === "Identifier" && callee.name === "require") {
                    check(first);
                }
            },
        };
    },
};

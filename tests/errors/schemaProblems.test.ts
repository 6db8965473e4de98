import { z } from "zod";
import { schemaProblems } from "../../src/errors/schemaProblems";

const schema = z.strictObject({
    version: z.literal(1).optional(),
    name: z.string(),
    places: z.array(z.object({ kind: z.enum(["file"], { error: "must be file" }), days: z.int() })),
});

test.each([
    ["a list instead of an object", [], ["it must be an object"]],
    ["nothing", undefined, ["it is missing"]],
    ["a missing property", { places: [] }, ["name: is missing"]],
    ["a property of another type", { name: 1, places: {} }, ["name: must be text", "places: must be a list"]],
    ["properties that it does not know", { name: "a", places: [], b: 1, c: 2 }, ["it has unknown properties: b, c"]],
    ["another version", { version: 2, name: "a", places: [] }, ["version: must be 1"]],
    [
        "a property deep inside",
        { name: "a", places: [{ kind: "car", days: "1" }] },
        ["places.0.kind: must be file", "places.0.days: must be a number"],
    ],
])("names the properties of %s in words", (_what, value, expected) => {
    const { error } = schema.safeParse(value);
    expect(error && schemaProblems(error)).toEqual(expected);
});

import { z } from "zod";
import { schemaProblems } from "../../src/errors/schemaProblems";

const schema = z.object({
    name: z.string(),
    places: z.array(z.object({ kind: z.enum(["file"], { error: "must be file" }), days: z.int() })),
});

test.each([
    ["a list instead of an object", [], ["it must be an object"]],
    ["nothing", undefined, ["it is missing"]],
    ["a missing property", { places: [] }, ["name: is missing"]],
    ["a property of another type", { name: 1, places: {} }, ["name: must be text", "places: must be a list"]],
    [
        "a property deep inside",
        { name: "a", places: [{ kind: "car", days: "1" }] },
        ["places.0.kind: must be file", "places.0.days: must be a number"],
    ],
])("names the properties of %s in words", (_what, value, expected) => {
    const { error } = schema.safeParse(value);
    expect(error && schemaProblems(error)).toEqual(expected);
});

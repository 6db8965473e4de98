import fc from "fast-check";

/** Any character of Unicode, without halves of surrogate pairs. */
const anyCharacter = fc
    .integer({ min: 0, max: 0x10ffff - 0x800 })
    .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));

/** Texts of any characters. fast-check's own unit for them, `binary`, begins with a table of a million entries. */
export const anyText = (constraints: fc.StringConstraints = {}): fc.Arbitrary<string> =>
    fc.string({ ...constraints, unit: anyCharacter });

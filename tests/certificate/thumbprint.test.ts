import { readThumbprint } from "../../src/certificate/thumbprint";

const digits = "0123456789ABCDEF0123456789ABCDEF01234567";

test.each([
    ["itself", digits],
    ["lower case", digits.toLowerCase()],
    ["the dialog of Windows", `\u200e${digits.toLowerCase().replace(/..(?=.)/g, "$& ")}\r\n`],
    ["OpenSSL", `sha1 Fingerprint=${digits.replace(/..(?=.)/g, "$&:")}\n`],
    ["a page with hard blanks", digits.replace(/..(?=.)/g, "$&\u00a0")],
])("a thumbprint is read as it comes from %s", (_, text) => {
    expect(readThumbprint(text)).toBe(digits);
});

test("nothing else is a thumbprint", () => {
    expect([digits.slice(1), `${digits}0`, "", "x".repeat(40)].map(readThumbprint)).toEqual(Array(4).fill(undefined));
    expect(readThumbprint(digits + digits.slice(0, 24))).toHaveLength(64);
});

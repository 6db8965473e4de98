import * as der from "../../src/certificate/der";

const hex = (value: Buffer): string => value.toString("hex");

it("writes lengths below 128 in one byte and others with their own length", () => {
    expect(hex(der.octetString(Buffer.alloc(127))).slice(0, 4)).toBe("047f");
    expect(hex(der.octetString(Buffer.alloc(128))).slice(0, 6)).toBe("048180");
    expect(hex(der.octetString(Buffer.alloc(256))).slice(0, 8)).toBe("04820100");
});

it.each([
    ["00", "020100"],
    ["7f", "02017f"],
    ["80", "02020080"],
    ["000001", "020101"],
])("writes the unsigned integer %s in its shortest form", (bytes, expected) => {
    expect(hex(der.integer(Buffer.from(bytes, "hex")))).toBe(expected);
});

it.each([
    ["2.5.4.3", "0603550403"],
    ["1.2.840.113549.1.1.11", "06092a864886f70d01010b"],
])("writes the object identifier %s", (dotted, expected) => {
    expect(hex(der.objectIdentifier(dotted))).toBe(expected);
});

it.each([
    ["2049-12-31T23:59:59Z", "170d3439313233313233353935395a"],
    ["2050-01-01T00:00:00Z", "180f32303530303130313030303030305a"],
])("writes the time %s in the form of its century", (date, expected) => {
    expect(hex(der.time(new Date(date)))).toBe(expected);
});

it("writes a BMPString as big-endian UTF-16", () => {
    expect(hex(der.bmpString("EX\u00d6"))).toBe("1e060045005800d6");
});

it("sorts a SET OF by encoding", () => {
    expect(hex(der.setOf([der.utf8String("b"), der.utf8String("a")]))).toBe("31060c01610c0162");
});

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { checkDeliveries } from "../../src/delivery/checkDeliveries";
import { manifestOf, withDelivery, type Delivery } from "../../src/delivery/manifest";
import { readManifest, recordDeliveries } from "../../src/delivery/manifestFile";
import { parseManifest } from "../../src/delivery/parseManifest";

const [active, former, foreign] = ["A", "B", "C"].map((digit) => digit.repeat(40)) as [string, string, string];
const notAfter = "2031-01-01T00:00:00Z";
const vault: Delivery = {
    kind: "keyVaultSecret",
    place: "/subscriptions/1/resourceGroups/exo/providers/Microsoft.KeyVault/vaults/contoso-exo/secrets/exo-unattended",
    thumbprint: active,
    notAfter,
};
const file: Delivery = {
    kind: "file",
    place: "/etc/exo/c.pfx",
    host: "mail01",
    thumbprint: former,
    notAfter,
};

describe("checking what was delivered", () => {
    const check = (delivery: Delivery, now: string) =>
        checkDeliveries([delivery], { active, accepted: [active, former] }, new Date(now))[0];

    it("passes a place with the active certificate, by a name that people know it by", () => {
        expect(check(vault, "2030-01-01T00:00:00Z")).toEqual({
            title: "secret exo-unattended of key vault contoso-exo",
            result: "passed",
            evidence: `active: ${active}, valid until ${notAfter}`,
        });
    });

    it.each([
        [
            "no longer active",
            file,
            "2030-01-01T00:00:00Z",
            /^no longer active: B{40}; the active one is A{40}$/,
            /export it again before/,
        ],
        [
            "expired",
            vault,
            "2031-01-01T00:00:01Z",
            /^expired: A{40} on 2031/,
            /renew the certificate, then run `pulumi up`/,
        ],
        [
            "unknown",
            { ...file, thumbprint: foreign },
            "2030-01-01T00:00:00Z",
            /^unknown: C{40} is not a certificate of this login/,
            /remove it there/,
        ],
    ])("tells of a place whose certificate is %s, and what to do", (_, delivery, now, evidence, remedy) => {
        const told = check(delivery, now);
        expect(told?.result).toBe("failed");
        expect(told?.evidence).toMatch(evidence);
        expect(told?.remedy).toMatch(remedy);
    });

    it("takes a certificate for valid until its last second", () => {
        expect(check(vault, notAfter)?.result).toBe("passed");
    });
});

describe("a manifest", () => {
    it("has each place once, with what it holds now", () => {
        const renewed = { ...file, thumbprint: active };
        const elsewhere = { ...file, host: "mail02" };
        expect([vault, file, elsewhere, renewed].reduce(withDelivery, manifestOf([]))).toEqual({
            schemaVersion: 1,
            deliveries: [vault, elsewhere, renewed],
        });
    });

    it.each([
        ["a later version", { schemaVersion: 2, deliveries: [] }, "schemaVersion: must be 1; another version"],
        [
            "an unknown kind of place",
            { schemaVersion: 1, deliveries: [{ ...vault, kind: "fax" }] },
            "deliveries.0.kind: must be one of",
        ],
        [
            "a thumbprint that lacks a digit",
            manifestOf([{ ...vault, thumbprint: active.slice(1) }]),
            "deliveries.0.thumbprint: must be 40",
        ],
        ["a list", [], "it must be an object"],
    ])("that is %s is refused", (_, value, problem) => {
        expect(() => parseManifest(value)).toThrow(problem);
    });
});

describe("a manifest in a file", () => {
    let folder: string;
    let name: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-manifest-"));
        name = path.join(folder, "deliveries.json");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("is made by the first delivery, and keeps what it has with the next", () => {
        recordDeliveries(name, [vault]);
        recordDeliveries(name, [file]);
        expect(readManifest(name)).toEqual(manifestOf([vault, file]));
        expect(statSync(name).mode & 0o777).toBe(0o600);
    });

    it("keeps every delivery that processes record at the same time", async () => {
        const script = `
            const { recordDeliveries } = require(process.argv[1]);
            for (let at = 0; at < 5; at++) {
                recordDeliveries(process.argv[2], [{ ...JSON.parse(process.argv[3]), place: process.argv[4] + at }]);
            }`;
        const compiled = path.join(__dirname, "../../dist/src/delivery/manifestFile.js");
        const writers = ["a", "b", "c", "d"].map((writer) =>
            promisify(execFile)(process.execPath, ["-e", script, compiled, name, JSON.stringify(vault), `/${writer}`]),
        );
        await Promise.all(writers);
        expect(readManifest(name).deliveries).toHaveLength(20);
        expect(readdirSync(folder)).toEqual(["deliveries.json"]);
    });

    it("is written in spite of a lock that a killed process left behind", () => {
        writeFileSync(`${name}.lock`, "");
        const past = new Date(Date.now() - 60_000);
        utimesSync(`${name}.lock`, past, past);
        recordDeliveries(name, [vault]);
        expect(readdirSync(folder)).toEqual(["deliveries.json"]);
    });

    it("is left as it is when it holds something else", () => {
        writeFileSync(name, "notes");
        expect(() => {
            recordDeliveries(name, [vault]);
        }).toThrow(`${name}: `);
        expect(readFileSync(name, "utf8")).toBe("notes");
    });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { manifestOf, type Delivery } from "../../src/delivery/manifest";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";

const connection = connectionOf(credentialOf(rsaKey()));
const vault: Delivery = {
    kind: "keyVaultSecret",
    place: "/subscriptions/1/resourceGroups/exo/providers/Microsoft.KeyVault/vaults/contoso-exo/secrets/exo-unattended",
    thumbprint: connection.thumbprint,
    notAfter: "2999-01-01T00:00:00Z",
};
const file: Delivery = { ...vault, kind: "file", place: "/etc/exo/c.pfx", thumbprint: "B".repeat(40) };
let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifestOf([file])));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const check = (outputs: object, ...args: string[]) =>
    inThisProcess(["delivery", "check", "--file", "-", ...args], {
        input: JSON.stringify({ connection, ...outputs }),
        env: { COLUMNS: "250" },
    });

describe("exo-unattended delivery check", () => {
    test("ends with 0 when every place holds the active certificate", async () => {
        const { status, stdout, stderr } = await check({ deliveryManifest: manifestOf([vault]) });
        expect(stderr).toBe("");
        expect(stdout).toMatch(/^Check +Result +Finding/);
        expect(stdout).toMatch(/secret exo-unattended of key vault contoso-exo +passed +active: /);
        expect(stdout).toContain("every place holds the active certificate");
        expect(status).toBe(0);
    });

    test("ends with 1 when a file of a --manifest holds another, known to the login or not", async () => {
        const unknown = await check(
            { deliveryManifest: manifestOf([vault]) },
            "--manifest",
            join(folder, "manifest.json"),
        );
        expect(unknown.stdout).toContain("unknown: ");
        expect(unknown.stdout).toContain("1 of 2 places must be delivered to again");
        expect(unknown.status).toBe(1);
        const known = await check(
            { certificates: { current: { thumbprint: file.thumbprint } } },
            ...["--manifest", join(folder, "manifest.json")],
        );
        expect(known.stdout).toContain("no longer active: ");
        expect(known.status).toBe(1);
    });

    test("says that nothing was delivered, with status 0, when neither stack nor manifest names a place", async () => {
        expect(await check({})).toEqual({
            status: 0,
            stdout: "nothing was delivered: neither the stack nor a manifest names a place\n",
            stderr: "",
        });
    });

    test("ends with 1 when a file that was exported on this machine is gone", async () => {
        const gone = { ...file, thumbprint: vault.thumbprint, host: hostname(), place: join(folder, "gone.pfx") };
        writeFileSync(join(folder, "gone.json"), JSON.stringify(manifestOf([gone])));
        const { status, stdout } = await check({}, "--manifest", join(folder, "gone.json"));
        expect(stdout).toContain("the file no longer exists");
        expect(status).toBe(1);
    });

    test("does not repeat a password that is given as a manifest", async () => {
        writeFileSync(join(folder, "password"), "planted-password");
        const { status, stderr } = await check({}, "--manifest", join(folder, "password"));
        expect(stderr).toContain("is not a delivery manifest, which is JSON");
        expect(stderr).not.toContain("planted");
        expect(status).toBe(2);
    });

    test.each([
        [
            "the manifest is not a manifest",
            { deliveryManifest: {} },
            [],
            /not a delivery manifest: schemaVersion: must be 1/,
        ],
        [
            "the file is not there",
            {},
            ["--manifest", "/nowhere/m.json"],
            /cannot read \/nowhere\/m\.json: no such file/,
        ],
        ["the connection is none", { connection: {}, deliveryManifest: manifestOf([vault]) }, [], /not a connection/],
        ["an option does not exist", {}, ["--repair"], /unknown option '--repair'/],
    ])("ends with 2 and a plain line when %s", async (_, outputs, args, message) => {
        const { status, stdout, stderr } = await check(outputs, ...args);
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(/^error: [^\n]+\n$/);
        expect(`${stdout}${status}`).toBe("2");
    });
});

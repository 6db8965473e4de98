import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installStandIns } from "../../tools/engine/standIns";

let pulumiHome: string;
beforeEach(() => {
    pulumiHome = mkdtempSync(path.join(tmpdir(), "stand ins '"));
});
afterEach(() => {
    rmSync(pulumiHome, { recursive: true });
});

const file = (name: string): string => path.join(pulumiHome, "plugins", name);
it("puts executables where the engine looks for plugins of exactly these versions", () => {
    installStandIns({ pulumiHome, cliVersion: "3.259.0", only: ["nodejs", "tls", "azuread", "azure-native"] });
    for (const plugin of [
        "language-nodejs-v3.259.0/pulumi-language-nodejs",
        "resource-tls-v5.6.1/pulumi-resource-tls",
        "resource-azuread-v6.9.1/pulumi-resource-azuread",
        "resource-azure-native-v3.28.0/pulumi-resource-azure-native",
    ]) {
        expect(statSync(file(plugin)).mode & 0o777).toBe(0o755);
        expect(readFileSync(file(plugin), "utf8")).toContain(`\nexec '${process.execPath}' '`);
    }
});

it("installs only what is asked for", () => {
    installStandIns({ pulumiHome, cliVersion: "3.259.0", only: ["tls"] });
    expect(() => statSync(file("resource-tls-v5.6.1/pulumi-resource-tls"))).not.toThrow();
    expect(() => statSync(file("resource-azuread-v6.9.1"))).toThrow();
});

it("leaves a file alone that is right already", () => {
    const install = (): void => {
        installStandIns({ pulumiHome, cliVersion: "3.259.0", only: ["tls"] });
    };
    install();
    const before = statSync(file("resource-tls-v5.6.1/pulumi-resource-tls"), { bigint: true }).mtimeNs;
    install();
    expect(statSync(file("resource-tls-v5.6.1/pulumi-resource-tls"), { bigint: true }).mtimeNs).toBe(before);
});

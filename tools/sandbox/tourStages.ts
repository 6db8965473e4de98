import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { twoTenantSeed, type TenantSeed } from "microsoft-local-tenant";
import { projectFolder } from "./projectFolder";

/** What the program is made of, by `promotion.json`. Folders stay where they are, so that node finds them compiled. */
const folders = ["components", "src"];
const files = ["index.ts", "package.json"];

const [exoip, fabrikam] = twoTenantSeed().tenants as [TenantSeed, TenantSeed];

/** The three tenants, by the stack in each. */
export const tenants: Readonly<Record<"dev" | "test" | "prod", TenantSeed>> = {
    dev: exoip,
    test: fabrikam,
    prod: {
        ...fabrikam,
        tenantId: "33333333-4444-5555-6666-777777777777",
        displayName: "Tailspin Toys",
        organization: "tailspin.onmicrosoft.com",
        deployers: [
            {
                ...{ displayName: "tailspin engineer", permissions: exoip.deployers[0]?.permissions ?? "all" },
                clientId: "cccccccc-0000-0000-0000-000000000001",
                clientSecret: "sandbox-tailspin-secret",
            },
        ],
    },
};

export type Stage = keyof typeof tenants;
export const stages = Object.keys(tenants) as readonly Stage[];

/** Makes the project of the tour: this program, with a stack per tenant, and what may differ between them. */
export function writeTourProject(folder: string): void {
    mkdirSync(folder, { recursive: true });
    const settings = readdirSync(projectFolder).filter((name) => /^(Pulumi\.yaml|tsconfig.*\.json)$/.test(name));
    for (const name of [...files, ...settings]) {
        copyFileSync(path.join(projectFolder, name), path.join(folder, name));
    }
    for (const name of folders) {
        symlinkSync(path.join(projectFolder, name), path.join(folder, name), "junction");
    }
    const promotion = {
        schemaVersion: 1,
        program: [...files, ...folders],
        stages: stages.map((name) => ({ name, stacks: [name] })),
        perTenant: ["azuread:tenantId", "azuread:clientId", "azuread:clientSecret", "organization"],
        rejected: [],
    };
    writeFileSync(path.join(folder, "promotion.json"), `${JSON.stringify(promotion, undefined, 4)}\n`);
    for (const stage of stages) {
        writeFileSync(path.join(folder, `Pulumi.${stage}.yaml`), configuration(stage, "Mailbox reports"));
    }
}

/** Changes the definition: the same new name in the configuration of every stack. */
export function rename(folder: string, displayName: string): void {
    for (const stage of stages) {
        const file = path.join(folder, `Pulumi.${stage}.yaml`);
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace(/^(.*:displayName: ).*$/m, `$1${JSON.stringify(displayName)}`));
    }
}

function configuration(stage: Stage, displayName: string): string {
    const { tenantId, organization, deployers } = tenants[stage];
    const values = {
        "azuread:tenantId": tenantId,
        "azuread:clientId": deployers[0]?.clientId ?? "",
        // In the clear: it opens a tenant on this machine only. Real deployers sign in by federation.
        "azuread:clientSecret": deployers[0]?.clientSecret ?? "",
        "exo-unattended:organization": organization,
        "exo-unattended:displayName": displayName,
    };
    const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
    return `config:\n${lines.join("")}`;
}

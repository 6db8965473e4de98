import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "./projectFolder";

/** What Pulumi.dev.yaml holds; `pulumi stack rm` deletes the file. */
export const devStackConfiguration = `# The local tenant of \`npm start\`, with the values of a well-known how-to article. The salt belongs to the sandbox's
# public passphrase: keep nothing here that matters, and use another stack for a real tenant.
config:
  azuread:tenantId: 11111111-2222-3333-4444-555555555555
  exo-unattended:organization: exoip.onmicrosoft.com
  exo-unattended:displayName: EXO PowerShell unattended
  exo-unattended:roles:
    - Exchange Administrator
  exo-unattended:certificates:
    current:
      commonName: exoip.com
      validityDays: 1826
encryptionsalt: v1:tYgGvQw+GbY=:v1:qxf7RUW5J2ga5MBo:O1oCB/bVPPe0smyD8g3yFa5bsEYPPQ==
`;

/** Writes Pulumi.dev.yaml again when it is gone. A file that was changed stays as it is. */
export function restoreDevStack(tell: (line: string) => void, folder = projectFolder): void {
    const file = path.join(folder, "Pulumi.dev.yaml");
    if (!existsSync(file)) {
        writeFileSync(file, devStackConfiguration);
        tell("Pulumi.dev.yaml was gone (pulumi stack rm deletes it): restored");
    }
}

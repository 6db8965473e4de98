import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inputTypesFile } from "provider-stand-ins";
import { projectFolder } from "../sandbox/projectFolder";
import { routes, routesPage, type Witnesses } from "microsoft-local-tenant";
import { assumptionsPage } from "./assumptionsPage";
import { auditFormatNames } from "../../src/audit/formats/names";
import { auditExampleFiles, auditExampleFolder, auditExamples, withAuditExample } from "./auditExamples";
import { auditRulesPage } from "./auditRulesPage";
import { azureExports } from "./azureExports";
import { azureNativeTypes } from "./azureNativeTypes";
import { componentPages } from "./componentPages";
import { configSection, configurationKeysTable } from "./configurationDocs";
import { directoryRolesPage } from "./directoryRolesPage";
import { localTenantRoles } from "./localTenantRoles";
import { betweenMarkers } from "./markers";
import { readRooms, roomsTable } from "./roomsTable";
import { withRungsTable } from "./rungsTable";
import { analysedSchema, componentSchema, type PackageFacts } from "./schema";

const inProject = (...names: string[]): string => path.join(projectFolder, ...names);
const read = (...names: string[]): unknown => JSON.parse(readFileSync(inProject(...names), "utf8"));

const witnesses = read("packages", "local-tenant", "tests", "witnesses.json") as Witnesses;
writeFileSync(inProject("packages", "local-tenant", "ROUTES.md"), routesPage(routes, witnesses));
writeFileSync(inProject("packages", "local-tenant", "src", "exchange", "managementRoleTable.ts"), localTenantRoles());
writeFileSync(inProject("docs", "assumptions.md"), assumptionsPage());
writeFileSync(inProject("docs", "directory-roles.md"), directoryRolesPage());
writeFileSync(inProject("docs", "audit-rules.md"), auditRulesPage());
const examples = auditExamples(projectFolder);
for (const format of auditFormatNames) {
    writeFileSync(inProject(auditExampleFolder, auditExampleFiles[format]), examples[format]);
}
const auditPage = inProject("docs", "audit.md");
writeFileSync(auditPage, withAuditExample(readFileSync(auditPage, "utf8"), projectFolder));
const verificationPage = inProject("docs", "verification.md");
writeFileSync(verificationPage, withRungsTable(readFileSync(verificationPage, "utf8")));
writeFileSync(inputTypesFile, azureNativeTypes(projectFolder));
writeFileSync(
    inProject("schema.json"),
    componentSchema(analysedSchema(projectFolder, read("package.json") as PackageFacts)),
);
mkdirSync(inProject("docs", "components"), { recursive: true });
for (const [file, page] of Object.entries(componentPages(projectFolder))) {
    writeFileSync(inProject("docs", "components", file), page);
}
writeBetweenMarkers("components/azure/index.ts", "targets", azureExports());
writeBetweenMarkers("ARCHITECTURE.md", "rooms", `\n${roomsTable(readRooms(projectFolder))}\n\n`);
writeBetweenMarkers("Pulumi.yaml", "config", configSection(projectFolder));
writeBetweenMarkers("docs/configuration.md", "keys", `\n${configurationKeysTable(projectFolder)}\n\n`);

function writeBetweenMarkers(file: string, name: string, content: string): void {
    writeFileSync(inProject(file), betweenMarkers(readFileSync(inProject(file), "utf8"), name, content));
}

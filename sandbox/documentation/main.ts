import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../projectFolder";
import { routes } from "../tenant/routes";
import { localTenantPage, type Witnesses } from "./localTenantPage";

const witnesses = path.join(projectFolder, "tests", "sandbox", "tenant", "witnesses.json");
writeFileSync(
    path.join(projectFolder, "docs", "local-tenant.md"),
    localTenantPage(routes, JSON.parse(readFileSync(witnesses, "utf8")) as Witnesses),
);

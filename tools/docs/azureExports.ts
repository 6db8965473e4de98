import { azureTargets, fileOf } from "../../src/identities/azureTargets";

/** The lines by which the entry `exo-unattended/azure` exports the components and their arguments. */
export function azureExports(): string {
    return Object.values(azureTargets)
        .flatMap(({ component }) => [
            `export { ${component} } from "./${fileOf(component)}";`,
            `export type { ${component}Args } from "../args/${fileOf(component)}Args";`,
        ])
        .join("\n");
}

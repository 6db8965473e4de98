export { startTenant, type RunningTenant, type TenantOptions } from "./tenant";
export {
    defaultSeed,
    deployerPermissions,
    leastPrivilegeSeed,
    sandboxDeployer,
    twoTenantSeed,
    type DeployerSeed,
    type Seed,
    type TenantSeed,
} from "./seed";
export { stateFormat, type Application, type State, type Tenant } from "./state";
export { parseTroubleChoice, type ProfileName, type TroubleChoice } from "./trouble/profiles";
export { routes } from "./routes";
export { type Route } from "./router";
export { graphApplicationPermissions } from "./microsoftGraphPermissions";
export { routesPage, type Witnesses } from "./docs/routesPage";

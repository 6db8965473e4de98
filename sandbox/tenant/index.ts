export { startTenant, type RunningTenant, type TenantOptions } from "./tenant";
export {
    defaultSeed,
    deployerPermissions,
    sandboxDeployer,
    twoTenantSeed,
    type DeployerSeed,
    type Seed,
    type TenantSeed,
} from "./seed";
export { parseTroubleChoice, type ProfileName, type TroubleChoice } from "./trouble/profiles";

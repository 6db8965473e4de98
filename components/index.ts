export { Certificate, type CertificateArgs } from "./certificate";
export { ExchangeApplication, type ExchangeApplicationArgs } from "./exchangeApplication";
export { TenantAccess, type TenantAccessArgs } from "./tenantAccess";
export { UnattendedAccess, type CertificateSummary, type UnattendedAccessArgs } from "./unattendedAccess";
export { UserError } from "./userError";

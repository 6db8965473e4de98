export { Certificate } from "./certificate";
export type { CertificateArgs } from "./certificateArgs";
export { ExchangeApplication, type ExchangeApplicationArgs } from "./exchangeApplication";
export { TenantAccess, type TenantAccessArgs } from "./tenantAccess";
export { UnattendedAccess, type CertificateSummary } from "./unattendedAccess";
export type { UnattendedAccessArgs } from "./unattendedAccessArgs";
export { UserError } from "./userError";

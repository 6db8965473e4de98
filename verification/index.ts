export { checkTitle, type Check, type CheckId, type CheckResult } from "./check";
export type { Clock } from "./clock";
export type { Credential } from "./credential";
export { EndpointsError, localEndpoints, type Endpoints } from "./endpoints";
export { OptionsError, type Until, type VerificationEvent, type VerifyOptions } from "./options";
export { verify, type Verdict, type Verification } from "./verify";

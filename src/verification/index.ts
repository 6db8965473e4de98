export { checkTitle, type Check, type CheckId } from "./rungs";
export type { Clock } from "../http/clock";
export type { Credential } from "./credential";
export { localEndpoints, type Endpoints } from "../http/endpoints";
export { type Until, type VerificationEvent, type VerifyOptions } from "./options";
export { verify, type TokenRights, type Verdict, type Verification } from "./verify";
export { UserError } from "../errors/userError";
export type { CheckResult } from "../checks/check";
export type { Answer, Request, Send } from "../http/send";

/**
 * How the azuread provider says that Microsoft Graph or the sign-in throttles it, times out or is down, once it has asked
 * again for as long as it does (go-azure-sdk, sdk/client and sdk/auth; tried with azuread 6.9.1).
 */
const transient = /\b(?:unexpected|received HTTP) status (?:408|424|429|50[02-9]|5[1-9]\d)\b/;

/** What pulumi says besides, of any failure. */
const general = /^(?:preview|update) failed$|errors? occurred:?$/i;

/** Whether errors of pulumi may be others when it is asked again later: not one has another reason. */
export function areTransient(errors: readonly string[]): boolean {
    const reasons = errors.filter((error) => !general.test(error));
    return reasons.length > 0 && reasons.every((error) => transient.test(error));
}

/** The errors in what `pulumi up` prints for people, with the reasons of each in lines of their own. */
export function errorsIn(log: string): readonly string[] {
    return [...log.matchAll(/^\s*(?:error: |\* )(.*)$/gm)].map(([, error = ""]) => error.trim());
}

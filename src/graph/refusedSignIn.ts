import { z } from "zod";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import { jsonProperties } from "../http/json";
import { readClaims } from "../http/jwt";
import { NetworkFailure } from "../http/networkFailure";
import type { Answer } from "../http/send";
import { findSignInError } from "../microsoft/signInErrors";
import type { ClientCredential } from "./deployerSignIn";
import type { SignInWay } from "./signInWay";

type ApplicationWay = Extract<SignInWay, { readonly clientId: string; readonly tenantId: string }>;

/** How much of a text from the network is shown, in characters. */
const longest = 500;

/**
 * Why an application cannot sign in: Microsoft Entra's reason where there is one, with advice about the setting that
 * was used, and no other.
 * @param lastRequest what was really sent last
 */
export async function refusedSignIn(
    error: unknown,
    way: ApplicationWay,
    credential: ClientCredential,
    lastRequest: Promise<Answer> | undefined,
): Promise<UserError> {
    const answer = await lastRequest?.catch((failure: unknown) => {
        if (failure instanceof NetworkFailure) {
            return failure;
        }
        throw failure;
    });
    if (answer instanceof NetworkFailure) {
        return new UserError(`the deployer cannot sign in: ${answer.evidence}`, answer.remedy);
    }
    const { error_description: description } = jsonProperties(answer?.body ?? "");
    const text = foreignText(typeof description === "string" ? description : textOf(error));
    const [said, number] = /AADSTS(\d+): .*?(?= Trace ID| - Correlation ID|$)/.exec(text) ?? [];
    const known = findSignInError(Number(number), text);
    const presented = presentedBy(credential);
    return new UserError(
        `the deployer cannot sign in with its ${way.kind}: ${(said ?? text).slice(0, longest)}${presented}`,
        known?.mayPassWithTime === true && !isAboutCredential(number)
            ? "Wait, and run this again."
            : remedyFor(number, way, credential),
    );
}

function textOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
    return readClaims(token, z.record(z.string(), z.unknown())) ?? {};
}

/** What Microsoft Entra compared with the application's credentials. Nothing of it is secret. */
function presentedBy(credential: ClientCredential): string {
    if ("clientCertificate" in credential) {
        return ` (certificate ${credential.clientCertificate.thumbprint})`;
    }
    if ("clientAssertion" in credential) {
        const claims = claimsOf(credential.clientAssertion);
        const claim = (name: string): string => {
            const value = claims[name];
            const text = Array.isArray(value) ? value.join(", ") : value;
            return typeof text === "string" ? `"${foreignText(text).slice(0, longest)}"` : "none";
        };
        return `. The token presented issuer ${claim("iss")}, subject ${claim("sub")}, audience ${claim("aud")}`;
    }
    return "";
}

// learn.microsoft.com/entra/identity-platform/reference-error-codes
const noMatchingFederatedCredential = ["70021", "700211", "700212", "700213"];
const certificateErrors = ["700027", "50012"];
const secretErrors = ["7000215", "7000222"];
const applicationUnknown = ["700016", "7000229"];

/** Those that time cures only where the credential was added a moment ago, which is not a deployer's case. */
function isAboutCredential(number: string | undefined): boolean {
    return [...noMatchingFederatedCredential, ...certificateErrors, ...applicationUnknown].includes(number ?? "");
}

function remedyFor(number: string | undefined, way: ApplicationWay, credential: ClientCredential): string {
    const blade = `Microsoft Entra admin center > App registrations > ${way.clientId} > Certificates & secrets`;
    const code = number ?? "";
    if (applicationUnknown.includes(code)) {
        return `Compare ARM_CLIENT_ID (${foreignText(way.clientId)}) and azuread:tenantId (${way.tenantId}) with the application's overview page.`;
    }
    if ("clientAssertion" in credential && (noMatchingFederatedCredential.includes(code) || code === "")) {
        return `Add a federated credential with exactly this issuer, subject and audience: ${blade} > Federated credentials.${githubHint(credential.clientAssertion)}`;
    }
    if ("clientCertificate" in credential && certificateErrors.includes(code)) {
        return `Upload this certificate, unexpired: ${blade} > Certificates. Or set the one that is there.`;
    }
    if ("clientSecret" in credential && secretErrors.includes(code)) {
        return `Set ARM_CLIENT_SECRET to the value, not the id, of a secret that has not expired: ${blade} > Client secrets.`;
    }
    return findSignInError(Number(number), "")?.remedy ?? settingsOf[way.kind];
}

function githubHint(assertion: string): string {
    return claimsOf(assertion)["iss"] === "https://token.actions.githubusercontent.com"
        ? " GitHub's subjects name the environment, branch or pull request of the job, and carry ids (repo:<owner>@<id>/<repository>@<id>:…) for repositories created, renamed or transferred since 2026-07-15."
        : "";
}

const settingsOf: Readonly<Record<ApplicationWay["kind"], string>> = {
    "client certificate":
        "Check ARM_TENANT_ID, ARM_CLIENT_ID and the certificate in ARM_CLIENT_CERTIFICATE_PATH or ARM_CLIENT_CERTIFICATE.",
    "client secret": "Check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.",
    "federated token": "Check ARM_TENANT_ID, ARM_CLIENT_ID and the token in ARM_OIDC_TOKEN or its file.",
    "Azure DevOps service connection": "Compare ARM_TENANT_ID and ARM_CLIENT_ID with the service connection.",
    "GitHub Actions token": "Check ARM_TENANT_ID, ARM_CLIENT_ID and the application's federated credentials.",
};

import { isForgeable } from "../../certificate/signatureProblem";
import { valueIn } from "../../access/resources";
import type { AccessTuple } from "../../access/tuple";
import { componentToken, nameOf } from "../../identities/names";
import { unknownValue } from "../../pulumi/documents/step";
import type { AuditedStack } from "../auditedStack";
import type { AccessChange, NotJudged } from "../report";
import { isRemoved, ofAccess, ofChanges } from "./accessRules";
import { attack, learn, nist } from "./references";
import type { Rule, Violation } from "./rule";

/** One year: Microsoft's advice for client secrets is less than twelve months, and this package's default is 365 days. */
const validityDays = { what: "Longest validity of a credential, in days", default: 366 };
const rsaBits = { what: "Smallest RSA key, in bits", default: 2048 };

export const credentialAdded: Rule = {
    id: "credential-added",
    title: "A credential is added",
    severity: "low",
    judges: "change",
    why: "Every credential is one more way to sign in with all rights of the login. A renewal adds one on purpose.",
    remedy: "Check that a renewal is under way, and remove the old credential when it is finished.",
    references: [nist("IA-5"), attack("T1098.001", "Additional Cloud Credentials")],
    find: (stack) =>
        ofChanges(stack, ({ change, after, reason }) =>
            after?.kind === "credential" && (change === "added" || change === "notKnownYet" || change === "widened")
                ? `${after.principal} gets the ${after.what ?? "credential"}${reason === "" ? "" : ` (${reason})`}`
                : undefined,
        ),
};

export const longLivedCredential: Rule = {
    id: "long-lived-credential",
    title: "A credential is valid for more than a year",
    severity: "medium",
    judges: "access",
    why: "A stolen key works until the credential ends or somebody notices.",
    remedy: "Use certificates of at most a year (validityDays: 365), and renew them.",
    references: [
        nist("IA-5(1)"),
        nist("SC-12"),
        learn("Add credentials to an application", "entra/identity-platform/how-to-add-credentials"),
    ],
    limits: { validityDays },
    find: (stack, _, limits) =>
        ofAccess(stack, ({ credential, principal, what }) =>
            credential?.validityDays != null &&
            credential.validityDays > (limits?.["validityDays"] ?? validityDays.default)
                ? `${principal}: ${what ?? "credential"} is valid for ${credential.validityDays} days`
                : undefined,
        ),
};

export const weakKey: Rule = {
    id: "weak-key",
    title: "A certificate has a small key or a weak signature",
    severity: "high",
    judges: "access",
    why: "An RSA key of less than 2048 bits, or a signature with MD5 or SHA-1, can be broken or forged, and Microsoft Entra refuses small keys.",
    remedy: "Make the certificate again with RSA of at least 2048 bits and SHA-256.",
    references: [
        nist("SC-13"),
        { name: "NIST SP 800-131A Rev. 2", url: "https://csrc.nist.gov/pubs/sp/800/131/a/r2/final" },
        learn("Certificate credentials", "entra/identity-platform/certificate-credentials"),
    ],
    limits: { rsaBits },
    find: (stack, _, limits) =>
        ofAccess(stack, ({ credential, principal, what }) => {
            const bits = /^RSA (\d+)$/.exec(credential?.key ?? "")?.[1];
            const problems = [
                ...(bits !== undefined && Number(bits) < (limits?.["rsaBits"] ?? rsaBits.default)
                    ? [`its RSA key has ${bits} bits`]
                    : []),
                ...(credential?.signatureAlgorithm != null && isForgeable(credential.signatureAlgorithm)
                    ? [`it is signed with ${credential.signatureAlgorithm}`]
                    : []),
            ];
            return problems.length === 0
                ? undefined
                : `${principal}: ${what ?? "certificate"}: ${problems.join(", and ")}`;
        }),
};

export const clientSecret: Rule = {
    id: "client-secret",
    title: "A login has a client secret beside its certificate",
    severity: "high",
    judges: "access",
    why: "A client secret is a password: it is copied, logged and phished, and it signs in without the certificate's key.",
    remedy: "Remove the secret (ApplicationPassword, ServicePrincipalPassword): the certificate suffices.",
    references: [
        nist("IA-5"),
        attack("T1098.001", "Additional Cloud Credentials"),
        learn(
            "Security best practices for application properties",
            "entra/identity-platform/security-best-practices-for-app-registration",
        ),
    ],
    find: (stack) =>
        ofAccess(stack, ({ credential, principal, what }) =>
            credential?.type === "clientSecret" ? `${principal} has the ${what ?? "client secret"}` : undefined,
        ),
};

export const endedCredential: Rule = {
    id: "ended-credential",
    title: "A credential has ended",
    severity: "low",
    judges: "access",
    why: "It signs in no longer, hides what is in use, and a script that still uses it fails.",
    remedy: "Remove it, or renew it.",
    references: [nist("IA-5"), nist("AC-2(3)")],
    find: (stack, now) =>
        ofAccess(stack, ({ credential, principal, what }) =>
            credential?.notAfter != null && Date.parse(credential.notAfter) < Date.parse(now)
                ? `${principal}: ${what ?? "credential"} ended on ${credential.notAfter.slice(0, 10)}`
                : undefined,
        ),
};

export const noCredentialOverlap: Rule = {
    id: "no-credential-overlap",
    title: "No credential stays while others change",
    severity: "high",
    judges: "change",
    why: "Old and new credential overlap for seconds only when one is replaced. Every machine that holds the old one fails until it gets the new one.",
    remedy: "Add the new certificate under another key, deliver it, switch activeCertificate, and remove the old one last (docs/renewal.md).",
    references: [
        nist("IA-5"),
        nist("CP-10"),
        learn("Add credentials to an application", "entra/identity-platform/how-to-add-credentials"),
    ],
    find: interruptions,
    notJudged: unclearInterruptions,
};

/** Logins that had certificates, keep none of them, and still exist afterwards. */
function interruptions(stack: AuditedStack): Violation[] {
    return losses(stack)
        .filter(({ principal }) => !stack.showsChangesOnly || keepsArgument(stack, principal) === false)
        .map(({ principal, lost, first }) => ({
            ...{ principal, resource: first.resource, about: "certificates", change: first },
            message: `${principal}: ${lost.map(({ before }) => before?.what ?? "certificate").join(", ")} ${lost.length === 1 ? "stops" : "stop"} working, and no other stays`,
            evidence: lost.flatMap(({ evidence }) => evidence),
        }));
}

/** A preview leaves out the credentials that stay, so of a program without this package's components it does not show. */
function unclearInterruptions(stack: AuditedStack): NotJudged[] {
    return losses(stack)
        .filter(({ principal }) => stack.showsChangesOnly && keepsArgument(stack, principal) === undefined)
        .map(({ lost, first }) => ({
            ...{ why: "notKnownYet", resource: first.resource, type: "credential" },
            detail: "whether another credential stays is not in the file: add the stack export, or preview with --show-sames",
            evidence: lost.flatMap(({ evidence }) => evidence),
        }));
}

interface Loss {
    readonly principal: string;
    readonly lost: readonly AccessChange[];
    readonly first: AccessChange;
}

function losses(stack: AuditedStack): Loss[] {
    const isCertificate = (tuple: AccessTuple | undefined): boolean => tuple?.credential?.type === "certificate";
    const certificates = stack.changes.filter(({ before, after }) => isCertificate(before) || isCertificate(after));
    const loginOf = ({ before, after }: AccessChange): string => (before ?? after)?.principal ?? "";
    return [...new Set(certificates.map(loginOf))].flatMap((principal): Loss[] => {
        const changes = certificates.filter((change) => loginOf(change) === principal);
        const lost = changes
            .filter(({ before, change }) => before !== undefined && (change === "replaced" || change === "removed"))
            .sort((one, other) => (one.resource < other.resource ? -1 : 1));
        const stays = changes.some(
            ({ before, after, change }) => before !== undefined && after !== undefined && change !== "replaced",
        );
        const [first] = lost;
        return first === undefined || stays || isRemoved(stack, principal) ? [] : [{ principal, lost, first }];
    });
}

/** Whether an argument of the component, which holds all certificates in the clear, keeps one; undefined without it. */
function keepsArgument({ steps }: AuditedStack, principal: string): boolean | undefined {
    const component = steps.find(
        ({ type, urn }) => type === componentToken("ExchangeApplication") && nameOf(urn) === principal,
    );
    if (component?.before === undefined || component.after === undefined) {
        return undefined;
    }
    const [before, after] = [component.before, component.after].map(
        ({ state }) => Object(valueIn(state, "certificates")) as Record<string, unknown>,
    );
    return Object.entries(after ?? {}).some(([key, pem]) => pem !== unknownValue && before?.[key] === pem);
}

import { certificateFacts, type CertificateFacts } from "../certificate/certificateFacts";
import { UserError } from "../errors/userError";
import { certificateName, componentToken, nameOf } from "../identities/names";
import type { PlannedStep } from "../pulumi/preview";
import type { StateResource } from "../pulumi/state";

/** Whether the step makes a new object, beside or in place of another. The preview shows a replacement as `replace`. */
export function isAdded({ op }: Pick<PlannedStep, "op">): boolean {
    return op === "create" || op === "replace" || op === "create-replacement";
}

/** Whether the object that the step is about will be gone. */
export function isRemoved({ op }: Pick<PlannedStep, "op">): boolean {
    return op === "delete" || op === "replace" || op === "delete-replaced";
}

/** A component of a state or of what a plan leads to. */
type Component = Pick<StateResource, "urn" | "type" | "inputs" | "outputs">;

/** The certificates that a login's application has, or will have. */
export interface LoginCertificates {
    /** The login's name. */
    readonly login: string;
    readonly certificates: readonly LoginCertificate[];
}

/** One of them. */
export interface LoginCertificate {
    /** The name of its credential. */
    readonly name: string;
    /** Undefined when the plan does not know it yet: it will be made. */
    readonly pem: string | undefined;
    readonly facts: CertificateFacts | undefined;
    /** Whether scripts use it; in a program without `UnattendedAccess` that is not known, and so true of each. */
    readonly isActive: boolean;
}

/** What a plan leads to. A preview shows only what changes, so what it does not name stays as the state has it. */
export function outcomeOf(steps: readonly PlannedStep[], state: readonly StateResource[]): Component[] {
    const named = new Set(steps.map(({ urn }) => urn));
    return [...steps.filter(({ op }) => !op.startsWith("delete")), ...state.filter(({ urn }) => !named.has(urn))];
}

/** The certificates by login, of a state or of what a plan leads to. */
export function loginCertificates(components: readonly Component[]): LoginCertificates[] {
    return components
        .filter(({ type }) => type === componentToken("ExchangeApplication"))
        .map(({ urn, inputs }) => {
            const login = nameOf(urn);
            const isActive = activeIn(components, login);
            const certificates = Object.entries(Object(inputs?.["certificates"]) as Record<string, unknown>);
            return {
                login,
                certificates: certificates.map(([key, value]): LoginCertificate => {
                    const facts = factsOf(value);
                    return {
                        name: certificateName(login, key),
                        pem: facts && String(value),
                        facts,
                        isActive: isActive(key, facts?.thumbprint),
                    };
                }),
            };
        });
}

/** What the login hands out to scripts counts; before it does, the key that is configured. */
function activeIn(
    components: readonly Component[],
    login: string,
): (key: string, thumbprint: string | undefined) => boolean {
    const access = components.find(
        ({ type, urn }) => type === componentToken("UnattendedAccess") && nameOf(urn) === login,
    );
    const { thumbprint: handedOut } = Object(access?.outputs?.["connection"]) as { thumbprint?: unknown };
    const activeKey = access?.inputs?.["activeCertificate"];
    return (key, thumbprint) =>
        typeof handedOut === "string" ? handedOut === thumbprint : activeKey === undefined || activeKey === key;
}

/** What stands for an unknown value is not a certificate. */
function factsOf(pem: unknown): CertificateFacts | undefined {
    try {
        return typeof pem === "string" ? certificateFacts(pem) : undefined;
    } catch (error) {
        if (error instanceof UserError) {
            return undefined;
        }
        throw error;
    }
}

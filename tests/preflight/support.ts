import { componentToken, typeOf, type ComponentName, type Kind } from "../../src/identities/names";
import { unknownValue, type PlannedStep } from "../../src/pulumi/preview";
import type { StateResource } from "../../src/pulumi/state";
import { credentialOf, rsaKey } from "../verification/support";

const key = rsaKey();
const day = 86_400_000;

/** A certificate that is valid between these days from now. */
export function pem(from = -1, until = 365): string {
    const at = (days: number): Date => new Date(Date.now() + days * day);
    return credentialOf(key, at(from), at(until)).certificatePem;
}

/** A step of a plan. */
export function step(type: string, name: string, op: string, inputs: PlannedStep["inputs"] = {}): PlannedStep {
    return {
        ...{ op, type, urn: `urn:pulumi:s::p::${type}::${name}`, inputs },
        ...{ id: undefined, parent: undefined, provider: undefined },
    };
}

/** A step about an object in the tenant. */
export const kindStep = (kind: Kind, name: string, op: string, inputs: PlannedStep["inputs"] = {}): PlannedStep =>
    step(typeOf(kind), name, op, inputs);

/** A step about a component of this package. */
export const componentStep = (component: ComponentName, name: string, inputs: PlannedStep["inputs"]): PlannedStep =>
    step(componentToken(component), name, "same", inputs);

/** The components of a login with these certificates, as a plan leads to them. Undefined: not known before the update. */
export function loginSteps(
    certificates: Record<string, string | undefined>,
    activeCertificate = "current",
): PlannedStep[] {
    const known = Object.entries(certificates).map(([name, value]) => [name, value ?? unknownValue]);
    return [
        componentStep("UnattendedAccess", "exo", { activeCertificate }),
        componentStep("ExchangeApplication", "exo", { certificates: Object.fromEntries(known) as object }),
    ];
}

/** The same as a stack's state has it, with what the stack handed out. */
export function loginState(
    certificates: Record<string, string>,
    { active = "current", handedOut, manifest }: { active?: string; handedOut?: string; manifest?: object } = {},
): StateResource[] {
    const [access, application] = loginSteps(certificates, active) as [PlannedStep, PlannedStep];
    return [
        {
            urn: "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
            type: "pulumi:pulumi:Stack",
            outputs: { deliveryManifest: manifest },
        },
        { ...access, id: undefined, outputs: handedOut === undefined ? {} : { connection: { thumbprint: handedOut } } },
        { ...application, id: undefined },
    ];
}

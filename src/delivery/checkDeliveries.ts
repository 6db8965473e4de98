import type { Check, Outcome } from "../checks/check";
import { azureTargets } from "../identities/azureTargets";
import type { Delivery } from "./manifest";

/** What a login's certificates are now. */
export interface CurrentCertificates {
    /** SHA-1 thumbprint of the certificate that scripts should use. */
    readonly active: string;
    /** SHA-1 thumbprints of all certificates that Microsoft Entra still accepts, the active one among them. */
    readonly accepted: readonly string[];
}

/**
 * Says for every place whether it was given the certificate that scripts should use, as the manifests record it.
 * @param isMissing whether a place is known to be gone. @default none is
 */
export function checkDeliveries(
    deliveries: readonly Delivery[],
    current: CurrentCertificates,
    now: Date,
    isMissing: (delivery: Delivery) => boolean = () => false,
): Check[] {
    return deliveries.map((delivery) => ({
        title: titleOf(delivery),
        ...(isMissing(delivery) ? missing(delivery) : judge(delivery, current, now)),
    }));
}

function missing({ thumbprint }: Delivery): Outcome {
    return {
        result: "failed",
        evidence: `the file no longer exists; it held ${thumbprint}`,
        remedy: "Export it again. If it was moved to another machine, check there which certificate it holds.",
    };
}

function judge(
    { kind, thumbprint, notAfter }: Delivery,
    { active, accepted }: CurrentCertificates,
    now: Date,
): Outcome {
    const deliverAnew = kind === "file" ? "export it again" : "run `pulumi up`";
    if (now > new Date(notAfter)) {
        return {
            result: "failed",
            evidence: `expired: ${thumbprint} on ${notAfter}`,
            remedy: thumbprint === active ? `renew the certificate, then ${deliverAnew}` : deliverAnew,
        };
    }
    if (!accepted.includes(thumbprint)) {
        return {
            result: "failed",
            evidence: `unknown: ${thumbprint} is not a certificate of this login`,
            remedy: `${deliverAnew}, or remove it there`,
        };
    }
    if (thumbprint !== active) {
        return {
            result: "failed",
            evidence: `no longer active: ${thumbprint}; the active one is ${active}`,
            remedy: `${deliverAnew} before ${thumbprint.slice(0, 8)}… is removed`,
        };
    }
    return { result: "passed", evidence: `active: ${thumbprint}, valid until ${notAfter}` };
}

function titleOf({ kind, place, host }: Delivery): string {
    if (kind === "file") {
        return host === undefined ? place : `${place} on ${host}`;
    }
    const { title, holder } = azureTargets[kind];
    return `${title} ${lastPart(place)} of ${holder} ${holderOf(place)}`;
}

const lastPart = (resourceId: string): string => resourceId.split("/").at(-1) ?? "";
/** The resource that holds this one: `…/vaults/<name>/secrets/<name>`. */
const holderOf = (resourceId: string): string => resourceId.split("/").at(-3) ?? "";

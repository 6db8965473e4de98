/** From when to when a certificate is valid: RFC 3339. */
export interface Validity {
    readonly notBefore: string;
    readonly notAfter: string;
}

/**
 * When the renewal of a certificate begins: so long before its end, or when two thirds of its life are over, as
 * cert-manager does (cert-manager.io/docs/usage/certificate). The last third is for deliveries that are slow.
 * @param beforeMs @default two thirds of the life
 */
export function renewalDue({ notBefore, notAfter }: Validity, beforeMs?: number): Date {
    const [start, end] = [Date.parse(notBefore), Date.parse(notAfter)];
    return new Date(end - (beforeMs ?? (end - start) / 3));
}

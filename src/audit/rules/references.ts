import type { Reference } from "./rule";

/** CIS Microsoft 365 Foundations Benchmark (cisecurity.org/benchmark/microsoft_365). */
export function cis(recommendation: string): Reference {
    return {
        name: `CIS Microsoft 365 Foundations 6.0.0, ${recommendation}`,
        url: "https://www.cisecurity.org/benchmark/microsoft_365",
    };
}

/** CISA's Secure Configuration Baseline for Microsoft Entra ID. */
export function scuba(policy: string): Reference {
    return {
        name: `CISA SCuBA for Microsoft Entra ID 1.5.0, ${policy}`,
        url: `https://github.com/cisagov/ScubaGear/blob/v1.5.0/PowerShell/ScubaGear/baselines/aad.md#${policy.toLowerCase().replaceAll(".", "")}`,
    };
}

/** NIST SP 800-53, security and privacy controls. */
export function nist(control: string): Reference {
    return { name: `NIST SP 800-53 Rev. 5, ${control}`, url: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final" };
}

/** A technique of MITRE ATT&CK. */
export function attack(technique: string, name: string): Reference {
    return {
        name: `MITRE ATT&CK 17.1, ${technique} ${name}`,
        url: `https://attack.mitre.org/techniques/${technique.replace(".", "/")}/`,
    };
}

/** A page of Microsoft's documentation. */
export function learn(title: string, page: string): Reference {
    return { name: `Microsoft Learn: ${title}`, url: `https://learn.microsoft.com/${page}` };
}

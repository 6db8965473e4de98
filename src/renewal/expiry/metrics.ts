import type { CertificateExpiry, ExpiryReport, StackExpiry } from "./expiry";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * OpenMetrics text (github.com/prometheus/OpenMetrics, 1.0). Gauges only, so that it is also Prometheus' older text
 * format, which the textfile collector of node exporter and the Pushgateway read.
 */
export function expiryMetrics({ stacks, checkedAt }: ExpiryReport): string {
    const ofCertificates = (time: (certificate: CertificateExpiry) => string): Sample[] =>
        stacks.flatMap((stack) => stack.certificates.map((one): Sample => [labelsOf(stack, one), seconds(time(one))]));
    return [
        ...timestamps(
            "certificate_not_after",
            "When the certificate ends.",
            ofCertificates(({ notAfter }) => notAfter),
        ),
        ...timestamps(
            "certificate_not_before",
            "When the certificate begins to be valid.",
            ofCertificates(({ notBefore }) => notBefore),
        ),
        ...timestamps(
            "certificate_renewal_due",
            "From when on the certificate should be renewed.",
            ofCertificates(({ renewalDue }) => renewalDue),
        ),
        ...family(
            "exo_unattended_stack_readable",
            "Whether the certificates of the stack could be read.",
            undefined,
            stacks.map(({ name, verdict }) => [{ stack: name }, verdict === "unreadable" ? 0 : 1]),
        ),
        ...timestamps("expiry_check", "When the stacks were read.", [[{}, seconds(checkedAt)]]),
        "# EOF\n",
    ].join("\n");
}

function labelsOf({ name, organization = "" }: StackExpiry, { key, thumbprint, isActive }: CertificateExpiry): Labels {
    return { stack: name, organization, certificate: key, thumbprint, active: String(isActive) };
}

function timestamps(name: string, help: string, samples: readonly Sample[]): string[] {
    return family(`exo_unattended_${name}_timestamp_seconds`, `${help} Seconds since 1970, UTC.`, "seconds", samples);
}

function family(name: string, help: string, unit: string | undefined, samples: readonly Sample[]): string[] {
    return [
        `# TYPE ${name} gauge`,
        ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
        `# HELP ${name} ${help}`,
        ...samples.map(([labels, value]) => `${name}${inBraces(labels)} ${value}`),
    ];
}

function inBraces(labels: Labels): string {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
    return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** The three characters that a label's value must escape; a carriage return would end the line for some readers. */
function escaped(value: string): string {
    return value
        .replaceAll("\\", "\\\\")
        .replaceAll('"', '\\"')
        .replace(/\r\n?|\n/g, "\\n");
}

function seconds(time: string): number {
    return Math.floor(Date.parse(time) / 1000);
}

import { createHash } from "node:crypto";
import type { HostReport } from "../../src/delivery/hostReport";
import type { Delivery } from "../../src/delivery/manifest";
import type { PlannedStep } from "../../src/pulumi/preview";
import type { RenewalPolicy } from "../../src/renewal/policy";
import { renew, type Renewal, type RenewalEffects } from "../../src/renewal/renew";
import type { Evidence, SignIn, Slot } from "../../src/renewal/situation";
import type { CertificateConfig } from "../../src/renewal/steps";

export const day = 86_400_000;

export const policy: RenewalPolicy = {
    beforeMs: undefined,
    windows: [],
    settleMs: 0,
    deliveryMs: day,
    graceMs: undefined,
    waived: [],
    requiredReports: [],
    compromised: undefined,
};

interface Certificate {
    readonly thumbprint: string;
    readonly notBefore: number;
    readonly notAfter: number;
}

/** A step of a preview, as the engine prints it. */
export const plannedStep = (op: string, type: string, name: string): PlannedStep => ({
    ...{ op, type, urn: `urn:pulumi:prod::exo-unattended::${type}::${name}` },
    ...{ id: undefined, inputs: {}, parent: undefined, provider: undefined },
});

/** Thrown where the process is killed. */
export class Killed extends Error {}

/** One run of the renewal, from what is there. */
export async function renewWith(effects: RenewalEffects, wanted: RenewalPolicy): Promise<Renewal> {
    return renew(await effects.read(new Map()), effects, wanted);
}

/** A stack, its configuration, its tenant and the places that hold certificates, all in memory. */
export class World {
    now = Date.parse("2026-11-26T12:00:00Z");
    config: CertificateConfig = { certificates: { current: {} }, activeCertificate: "current" };
    certificates: Record<string, Certificate> = {};
    active = "current";
    places: Delivery[] = [];
    reports: HostReport[] = [];
    signIns: SignIn[] = [];
    hasLog = false;
    /** Whether the configuration of the certificates holds a private key. */
    holdsSecret = false;
    /** What a preview shows besides the certificates: changes of the configuration or the program by others. */
    otherSteps: PlannedStep[] = [];
    /** Thumbprints that were removed, in order. */
    readonly removed: string[] = [];
    readonly history: { readonly key: string; readonly at: number }[] = [];
    /** Effects until the process is killed; never at 0. */
    private fuse = 0;
    private version = 0;
    private made = 0;

    /** @param make makes a certificate, and returns its thumbprint */
    constructor(
        private readonly validityDays = 90,
        private readonly make = (name: string) => createHash("sha1").update(name).digest("hex").toUpperCase(),
    ) {
        this.apply();
    }

    /** What `pulumi up` does. */
    apply(): void {
        this.version++;
        for (const key of Object.keys(this.config.certificates)) {
            this.certificates[key] ??= {
                thumbprint: this.make(`${key}/${this.made++}`),
                notBefore: this.now,
                notAfter: this.now + this.validityDays * day,
            };
        }
        const isKept = (key: string): boolean => Object.hasOwn(this.config.certificates, key);
        const all = Object.entries(this.certificates);
        this.removed.push(...all.filter(([key]) => !isKept(key)).map(([, { thumbprint }]) => thumbprint));
        this.certificates = Object.fromEntries(all.filter(([key]) => isKept(key)));
        this.active = this.config.activeCertificate;
        this.history.push({ key: this.active, at: this.now });
    }

    /** Delivers a certificate to a file on a machine. */
    deliver(host: string, key = this.active): void {
        const { thumbprint, notAfter } = this.certificate(key);
        this.places = [
            ...this.places.filter((place) => place.host !== host),
            {
                kind: "file",
                place: `/certificates/${host}.pfx`,
                host,
                thumbprint,
                notAfter: new Date(notAfter).toISOString(),
            },
        ];
    }

    certificate(key: string): Certificate {
        const certificate = this.certificates[key];
        if (certificate === undefined) {
            throw new Error(`no certificate ${key}`);
        }
        return certificate;
    }

    signIn(address: string, key: string): void {
        const { thumbprint } = this.certificate(key);
        this.signIns.push({ thumbprint, address, at: new Date(this.now).toISOString(), succeeded: true });
    }

    /** A script of a machine reports that it has signed in. */
    report(host: string, key: string, by = "/opt/exo-unattended/Export-Mailbox.ps1"): void {
        const { thumbprint } = this.certificate(key);
        const at = new Date(this.now).toISOString();
        this.reports = [
            ...this.reports.filter((one) => one.host !== host || one.by !== by),
            { host, clientId: "login", thumbprint, at, by },
        ];
    }

    advance(days: number): void {
        this.now += days * day;
    }

    /** @param killedAfter effects after which the process is killed; 0 for never */
    effects(killedAfter = 0): RenewalEffects {
        this.fuse = killedAfter;
        const act = <Result>(work: () => Result): Promise<Result> => {
            if (this.fuse > 0 && --this.fuse === 0) {
                return Promise.reject(new Killed());
            }
            return Promise.resolve(work());
        };
        return {
            read: (verifications) =>
                act(() => ({
                    project: "exo-unattended",
                    login: "exo",
                    writtenAt: String(this.version),
                    situation: {
                        now: new Date(this.now),
                        slots: this.slots().map((slot) =>
                            slot.deployed === undefined
                                ? slot
                                : {
                                      ...slot,
                                      deployed: {
                                          ...slot.deployed,
                                          verification: verifications.get(slot.deployed.thumbprint),
                                      },
                                  },
                        ),
                        holdsSecret: this.holdsSecret,
                        configuredActive: this.config.activeCertificate,
                        deployedActive: this.active,
                        formerKeys: this.history.map(({ key }) => key),
                        activeSince: this.activeSince(),
                        places: this.places,
                        reports: this.reports,
                        evidence: this.evidence(),
                        foreign: [],
                        objections: [],
                    },
                })),
            verify: () => act(() => ({ verdict: "verified" as const, finding: "" })),
            setConfig: (_, values, before) => {
                const set = (some: Partial<CertificateConfig>): void => {
                    this.config = { ...this.config, ...some };
                };
                return act(() => {
                    set(values);
                    return () =>
                        act(() => {
                            set(before);
                        });
                });
            },
            preview: () => act(() => ({ steps: this.plannedSteps(), errors: [] })),
            writtenAt: () => act(() => String(this.version)),
            update: () =>
                act(() => {
                    this.apply();
                }),
            refusalCheck: () =>
                act(() => () => Promise.resolve({ result: "passed" as const, evidence: "AADSTS700027" })),
            begin: () => undefined,
        };
    }

    private slots(): Slot[] {
        const keys = new Set([...Object.keys(this.config.certificates), ...Object.keys(this.certificates)]);
        return [...keys].map((key) => {
            const certificate = this.certificates[key];
            return {
                key,
                configured: this.config.certificates[key],
                wasActive: this.history.some((past) => past.key === key),
                deployed: certificate && {
                    thumbprint: certificate.thumbprint,
                    notBefore: new Date(certificate.notBefore).toISOString(),
                    notAfter: new Date(certificate.notAfter).toISOString(),
                    acceptedSince: new Date(certificate.notBefore).toISOString(),
                    isAccepted: true,
                },
            };
        });
    }

    private activeSince(): Date | undefined {
        const before = this.history.findLastIndex(({ key }) => key !== this.active);
        const first = this.history[before + 1];
        return first && new Date(first.at);
    }

    private evidence(): Evidence {
        return this.hasLog
            ? { kind: "sign-in log", signIns: this.signIns }
            : { kind: "none", reason: "the sign-in log cannot be read" };
    }

    private plannedSteps(): PlannedStep[] {
        const [wanted, there] = [Object.keys(this.config.certificates), Object.keys(this.certificates)];
        const step = (op: string, key: string): PlannedStep =>
            plannedStep(op, "tls:index/privateKey:PrivateKey", `exo-${key}`);
        return [
            ...this.otherSteps,
            ...wanted.filter((key) => !there.includes(key)).map((key) => step("create", key)),
            ...there.filter((key) => !wanted.includes(key)).map((key) => step("delete", key)),
        ];
    }
}

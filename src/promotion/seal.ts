import { digestOf } from "../definition/canonicalJson";
import { nameOf } from "../identities/names";
import type { Configuration } from "../pulumi/configuration";
import { hiddenSecret, withoutSecrets } from "../pulumi/secrets";
import { stateDigest } from "../definition/stateDigest";
import type { UpdatePlan } from "../pulumi/plan";
import type { StackFacts } from "./effects";

/**
 * Everything that an approval is for. Pulumi's plan binds neither the state that it starts from nor the values that it
 * does not know yet; the seal does. It has no times, so the same plan made again has the same digest.
 */
export interface Seal {
    readonly schemaVersion: 1;
    /** The stack that the definition was verified in; of a restoration, the target itself. */
    readonly from: string;
    readonly to: string;
    /** Digest of the definition. */
    readonly definition: string;
    /** The tenant that the target's login signs in to. */
    readonly tenantId: string;
    /** Digest of the target's state, from which the plan starts. */
    readonly state: string;
    /** Digest of the target's whole configuration, the values per tenant included; of secrets, only which there are. */
    readonly configuration: string;
    readonly plan: {
        /** Digest of Pulumi's update plan. */
        readonly digest: string;
        /** Whether every resource is read from the tenant first. */
        readonly refresh: boolean;
        /** What changes, for people: `create exo (azuread:index/application:Application)`. */
        readonly changes: readonly string[];
        /** What is known after the update only: `exo (azuread:index/application:Application): clientId`. */
        readonly unknown: readonly string[];
    };
    /** Access that the target gets and the source does not have, in words. */
    readonly broader: readonly string[];
    readonly versions: {
        readonly pulumi: string;
        readonly plugins: Readonly<Record<string, string>>;
        readonly "exo-unattended": string;
    };
}

/** What a seal is made of. */
interface SealedParts extends Pick<Seal, "from" | "to" | "definition" | "tenantId" | "broader"> {
    /** The target before the update. */
    readonly target: Pick<StackFacts, "resources" | "configuration">;
    readonly plan: UpdatePlan;
    /** Whether every resource is read from the tenant first. */
    readonly isRefreshed: boolean;
    /** The version of pulumi. */
    readonly pulumi: string;
    /** This package's version. */
    readonly ownVersion: string;
}

export function sealOf({ target, plan, isRefreshed, pulumi, ownVersion, ...named }: SealedParts): Seal {
    return {
        schemaVersion: 1,
        ...named,
        state: stateDigest(target.resources),
        configuration: configurationDigest(target.configuration),
        plan: { digest: planDigest(plan), refresh: isRefreshed, ...planSummary(plan) },
        versions: { pulumi, plugins: plan.plugins, "exo-unattended": ownVersion },
    };
}

/** The digest that is approved: 64 hex digits. */
export function sealDigest(seal: Seal): string {
    return digestOf(seal);
}

/** The digest of an update plan, without the texts into which pulumi encrypts secrets each time. */
export function planDigest({ contents }: Pick<UpdatePlan, "contents">): string {
    return digestOf(withoutSecrets(contents));
}

/** What a plan changes and does not know yet, as a seal has it. */
export function planSummary({ resources }: Pick<UpdatePlan, "resources">): Pick<Seal["plan"], "changes" | "unknown"> {
    const titled = resources.map((resource) => ({ ...resource, title: `${nameOf(resource.urn)} (${resource.type})` }));
    const changing = titled.filter(({ ops }) => ops.some((op) => op !== "same"));
    return {
        changes: changing.flatMap(({ ops, title }) => ops.map((op) => `${op} ${title}`)).toSorted(),
        unknown: changing.flatMap(({ unknown, title }) => unknown.map((name) => `${title}: ${name}`)).toSorted(),
    };
}

/** The digest of a stack's whole configuration. */
export function configurationDigest(configuration: Configuration): string {
    return digestOf(
        Object.fromEntries(
            Object.entries(configuration).map(([key, { value, isSecret }]) => [key, isSecret ? hiddenSecret : value]),
        ),
    );
}

/** What differs between two seals for one promotion, in words for people; empty when they are equal. */
export function sealDifferences(sealed: Seal, now: Seal): readonly string[] {
    const parts: readonly (readonly [name: string, one: unknown, other: unknown])[] = [
        ["the stacks", [sealed.from, sealed.to], [now.from, now.to]],
        ["the definition", sealed.definition, now.definition],
        ["the tenant", sealed.tenantId, now.tenantId],
        ["the target's state", sealed.state, now.state],
        ["the target's configuration", sealed.configuration, now.configuration],
        ["the plan", sealed.plan, now.plan],
        ["the access beyond the source's", sealed.broader, now.broader],
        ["the version of pulumi", sealed.versions.pulumi, now.versions.pulumi],
        ["the versions of the plugins", sealed.versions.plugins, now.versions.plugins],
        ["the version of exo-unattended", sealed.versions["exo-unattended"], now.versions["exo-unattended"]],
    ];
    return parts.filter(([, one, other]) => digestOf(one) !== digestOf(other)).map(([name]) => name);
}

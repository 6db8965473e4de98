import { accessOf, type FoundAccess } from "../../access/accessOf";
import { differenceOf } from "../../access/difference";
import { azuread } from "../../access/readableProperties";
import type { AccessTuple } from "../../access/tuple";
import { isEntraRole } from "../../microsoft/entraRoles";
import type { StackDocument } from "../../pulumi/documents/step";
import { reportOf, type AuditInput } from "../audit";
import { auditedStack, changeOf, comparedStack, type AuditedStack } from "../auditedStack";
import { findingsOf } from "../findings";
import type { AccessChange, AuditedSource, AuditReport, NotJudged } from "../report";
import { rules } from "../rules";
import { tenantRules, tokenRules, updatePending } from "../rules/driftRules";
import { comparable } from "./comparable";
import type { TenantReading } from "./readTenant";
import { tenantDocument } from "./tenantDocument";
import { isInToken, tokenAccess, type TokenRights } from "./tokenAccess";

/** What to compare, and how to judge it. */
export interface DriftInput extends Pick<AuditInput, "now" | "failOn" | "waivers"> {
    readonly preview: StackDocument;
    readonly state: StackDocument;
    readonly tenant: TenantReading;
    /** Of a verified login, or why it could not be verified; undefined when nobody asked. */
    readonly token: TokenRights | { readonly reason: string } | undefined;
}

/** The same access as four sources have it. */
export interface FourViews {
    readonly predicted: readonly AccessTuple[];
    readonly state: readonly AccessTuple[];
    readonly tenant: readonly AccessTuple[];
    /** Of one login: permissions of Exchange Online and directory roles for the whole tenant. */
    readonly token: readonly AccessTuple[] | undefined;
}

/** What a comparison found. */
export interface Drift {
    readonly report: AuditReport;
    readonly views: FourViews;
    /** Whether all four have the same access, as far as they show it. */
    readonly isEqual: boolean;
}

/**
 * Compares the access that the program predicts with that of the state, the tenant and the token. Rules for access judge what
 * the tenant has. A pure function of its input.
 */
export function drift({ preview, state, tenant, token: verified, now, failOn = [], waivers }: DriftInput): Drift {
    const token = verified !== undefined && "clientId" in verified ? verified : undefined;
    const { state: ofTenant, notJudged } = comparable(state, tenant.tenantId);
    const predicted = auditedStack({ document: preview, state }, sameName);
    const stated = auditedStack({ document: ofTenant, state: undefined }, sameName);
    const found = auditedStack({ document: tenantDocument(tenant, ofTenant), state: undefined }, sameName);
    const compared = comparedStack(stated, found);
    const drifted = { ...compared, changes: compared.changes.map(inTenant) };
    const pending = { ...predicted, changes: predicted.changes.filter(isChange).map(byNextUpdate) };
    const principal = token && principalOf(token, found);
    const consents = tenant.logins.find(({ clientId }) => clientId === token?.clientId)?.servicePrincipal?.consents;
    const inToken = token && tokenAccess(token, principal ?? "", consents ?? []);
    const tokenChanges =
        inToken === undefined
            ? []
            : tokenDifference(
                  accessOf(found.after).filter(({ tuple }) => tuple.principal === principal),
                  inToken,
              );

    const stack: AuditedStack = {
        ...drifted,
        sources: [...predicted.sources, ...found.sources, ...(token === undefined ? [] : [tokenSource(found)])],
        changes: [...drifted.changes, ...pending.changes, ...tokenChanges],
        notJudged: [
            ...predicted.notJudged,
            ...compared.notJudged.filter(({ why }) => why === "notKnownYet"),
            ...notJudged,
            ...unreadGrants(tenant, found),
            ...(verified !== undefined && "reason" in verified ? [unverified(verified.reason)] : []),
        ],
    };
    const judged = [
        ...findingsOf(
            drifted,
            now,
            rules.filter(({ judges }) => judges === "access"),
        ),
        ...findingsOf(drifted, now, tenantRules),
        ...findingsOf(pending, now, [updatePending]),
        ...findingsOf({ ...drifted, changes: tokenChanges }, now, tokenRules),
    ];
    const disabled = judged.some(({ rule }) => rule.id === "principal-disabled");
    return {
        report: reportOf([stack], judged, { now, failOn, waivers }),
        views: {
            predicted: tuples(accessOf(predicted.after).filter((access) => isSeen(access, tenant.tenantId))),
            state: tuples(accessOf(stated.after)),
            tenant: tuples(accessOf(found.after)),
            token: inToken && tuples(inToken),
        },
        isEqual: inToken !== undefined && !disabled && !stack.changes.some(isChange),
    };
}

const sameName = (source: string): string => source;

function isChange({ change }: AccessChange): boolean {
    return change !== "unchanged";
}

function inTenant(change: AccessChange): AccessChange {
    const reason =
        change.before === undefined
            ? "in the tenant, not in the state"
            : change.after === undefined
              ? "in the state, not in the tenant"
              : change.change === "unchanged"
                ? ""
                : `in the tenant: ${change.reason}`;
    return { ...change, reason };
}

function byNextUpdate(change: AccessChange): AccessChange {
    return { ...change, reason: ["by the next update", change.reason].filter(Boolean).join(": ") };
}

/** The name of the token's login in the program. */
function principalOf({ clientId }: TokenRights, { after }: AuditedStack): string {
    const servicePrincipal = after.all.find(
        ({ state }) => state.type === azuread("ServicePrincipal") && state.outputs["clientId"] === clientId,
    );
    return servicePrincipal === undefined ? clientId : after.loginOf(servicePrincipal);
}

function tokenDifference(tenant: readonly FoundAccess[], token: readonly FoundAccess[]): AccessChange[] {
    const visible = tenant.filter(isInToken).map((access) => ({ ...access, slot: undefined }));
    return (
        differenceOf(visible, token, { isPartial: true })
            .map(changeOf)
            .filter(isChange)
            // A token has built-in roles only, and others than those that are known may be custom.
            .filter(({ after, before }) => after !== undefined || isPermissionOrBuiltIn(before))
            .map((change) => ({
                ...change,
                reason:
                    change.after === undefined ? "in the tenant, not in the token" : "in the token, not in the tenant",
            }))
    );
}

function isPermissionOrBuiltIn(tuple: AccessTuple | undefined): boolean {
    return tuple?.kind !== "directoryRole" || isEntraRole(tuple.what ?? "");
}

function tokenSource({ stack, project }: AuditedStack): AuditedSource {
    return { source: "token", kind: "token", stack, project, configurationFile: undefined };
}

/** What {@link comparable} leaves of a state. */
function isSeen({ tuple: { kind, via, tenant } }: FoundAccess, tenantId: string): boolean {
    return (
        kind !== "exchangeRoleGroup" &&
        via !== "eligible role assignment" &&
        (tenant === null || tenant === tenantId.toLowerCase())
    );
}

function unverified(reason: string): NotJudged {
    return {
        ...{ why: "notReadable", resource: "token", type: "token", detail: `the login is not verified: ${reason}` },
        evidence: [],
    };
}

function unreadGrants({ delegatedGrants }: TenantReading, { after }: AuditedStack): NotJudged[] {
    return [...delegatedGrants].flatMap(([objectId, grants]) => {
        const found = after.all.find(({ state }) => state.outputs["objectId"] === objectId);
        return grants !== undefined || found === undefined
            ? []
            : [
                  {
                      ...{ why: "notReadable" as const, resource: after.loginOf(found), type: found.state.type },
                      detail: "the deployer may not read delegated permissions: that needs Directory.Read.All",
                      evidence: found.evidence,
                  },
              ];
    });
}

function tuples(found: readonly FoundAccess[]): AccessTuple[] {
    return found
        .map(({ tuple }) => ({ tuple, key: JSON.stringify(tuple) }))
        .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
        .map(({ tuple }) => tuple);
}

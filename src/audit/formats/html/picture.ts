import type { AccessTuple } from "../../../access/tuple";
import { findDirectoryRole } from "../../../microsoft/directoryRoles";
import type { AccessChange, AuditReport, ChangeKind } from "../../report";
import { accessOf, knownText } from "../words";

/** A login of the picture. */
export interface Login {
    readonly name: string;
    /** Who can sign in as it or change it: `2 certificates, 1 owner`. */
    readonly controlledBy: string;
    readonly grants: readonly Grant[];
}

/** A permission, role or role group of a login. */
export interface Grant {
    readonly what: string;
    /** Kind, and the scope where it is not the whole tenant. */
    readonly note: string;
    readonly workloads: readonly string[];
    readonly look: Look;
}

/** How a grant is drawn. */
export type Look = "unchanged" | "broader" | "narrower" | "gone" | "unknown";

/** Words of the legend. */
export const lookWords: Readonly<Record<Look, string>> = {
    broader: "added or widened",
    narrower: "narrowed or replaced",
    gone: "removed",
    unknown: "not known yet",
    unchanged: "unchanged",
};

const looks: Readonly<Record<ChangeKind, Look>> = {
    added: "broader",
    widened: "broader",
    narrowed: "narrower",
    replaced: "narrower",
    removed: "gone",
    notKnownYet: "unknown",
    unchanged: "unchanged",
};

/** More logins than these are not a picture any more. */
const loginLimit = 20;

/** What the picture shows: the logins with changed grants first, then by name; and how many logins it leaves out. */
export function loginsOf({ changes }: AuditReport): { readonly logins: readonly Login[]; readonly left: number } {
    const byName = new Map<string, AccessChange[]>();
    for (const change of changes) {
        const { principal } = accessOf(change);
        byName.set(principal, [...(byName.get(principal) ?? []), change]);
    }
    const all = [...byName]
        .map(([name, own]) => ({ name, controlledBy: controlText(own), grants: own.flatMap(grantOf) }))
        .filter(({ grants }) => grants.length > 0);
    const isChanged = ({ grants }: Login): boolean => grants.some(({ look }) => look !== "unchanged");
    const logins = [...all.filter(isChanged), ...all.filter((login) => !isChanged(login))].slice(0, loginLimit);
    return { logins, left: all.length - logins.length };
}

function grantOf(change: AccessChange): readonly Grant[] {
    const access = accessOf(change);
    const workloads = workloadsOf(access);
    return workloads === undefined
        ? []
        : [
              {
                  what: access.what?.replace(/^.*: /, "") ?? knownText(null),
                  note: [kindNotes[access.kind] ?? "", ...(access.scope === "/" ? [] : [knownText(access.scope)])].join(
                      " · ",
                  ),
                  workloads,
                  look: looks[change.change],
              },
          ];
}

const kindNotes: Readonly<Partial<Record<AccessTuple["kind"], string>>> = {
    apiPermission: "permission",
    directoryRole: "directory role",
    exchangeRoleGroup: "role group",
};

/** Where the access works; undefined for what is not a grant. */
function workloadsOf({ kind, what }: AccessTuple): readonly string[] | undefined {
    switch (kind) {
        case "apiPermission":
            return [
                what?.replace(/: .*$/, "").replace(/^(Office 365|Microsoft) (?=Exchange Online$)/, "") ??
                    "Not known yet",
            ];
        case "directoryRole":
            return findDirectoryRole(what ?? "")?.workloads ?? ["Microsoft Entra"];
        case "exchangeRoleGroup":
            return ["Exchange Online"];
        default:
            return undefined;
    }
}

const controls: readonly (readonly [kind: AccessTuple["kind"], one: string, many: string])[] = [
    ["credential", "credential", "credentials"],
    ["federatedCredential", "federated credential", "federated credentials"],
    ["owner", "owner", "owners"],
];

function controlText(changes: readonly AccessChange[]): string {
    const present = changes.filter(({ after }) => after !== undefined).map(accessOf);
    return controls
        .map(([kind, one, many]) => [present.filter((access) => access.kind === kind).length, one, many] as const)
        .filter(([count]) => count > 0)
        .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
        .join(", ");
}

import type { Login, LoginCredential, LoginSecret } from "../graph/logins";
import { askedOwners, knownThumbprints, type Compared } from "./compared";

/*
 * A tag alone proves nothing: whoever may register an application can give it any tag, and can make the deployer its
 * owner. The next update would give an adopted application the stack's rights, and with them whoever holds a secret,
 * a certificate or a federated credential of it.
 */

/** What speaks against an application being this stack's own; empty when nothing does. */
export function objections(login: Login, name: string, compared: Compared): string[] {
    return [
        ...ownerObjections(login.owners, ownersOf(name, compared)),
        ...credentialObjections("it has", login, knownThumbprints(compared.state, name)),
        ...login.federatedCredentials.map(
            (one) => `it has the federated credential "${one.name}" (issuer ${one.issuer}, subject ${one.subject})`,
        ),
        ...servicePrincipalObjections(login, name, compared),
        ...creationObjections(login, name, compared),
    ];
}

/** What speaks against a service principal being this stack's own. */
export function servicePrincipalObjections({ servicePrincipal }: Login, name: string, compared: Compared): string[] {
    if (servicePrincipal === undefined) {
        return [];
    }
    const ours = [...ownersOf(name, compared), ...(askedOwners(compared.state, "TenantAccess", name) ?? [])];
    return [
        ...strangers(servicePrincipal.owners, ours).map(
            (owner) => `its service principal is owned by ${owner}, which is neither the deployer nor asked for`,
        ),
        ...credentialObjections("its service principal has", servicePrincipal, new Set()),
    ];
}

function ownersOf(name: string, { state, deployerObjectId }: Compared): readonly string[] {
    return [deployerObjectId, ...(askedOwners(state, "ExchangeApplication", name) ?? [])];
}

function ownerObjections(owners: readonly string[], ours: readonly string[]): string[] {
    return owners.length === 0
        ? ["it has no owner"]
        : strangers(owners, ours).map(
              (owner) => `it is owned by ${owner}, which is neither the deployer nor an owner that the stack asks for`,
          );
}

function strangers(owners: readonly string[], ours: readonly string[]): string[] {
    return owners.filter((owner) => !ours.includes(owner));
}

function credentialObjections(
    whoHas: string,
    holder: { readonly credentials: readonly LoginCredential[]; readonly secrets: readonly LoginSecret[] },
    known: ReadonlySet<string>,
): string[] {
    return [
        ...holder.credentials
            .filter(({ thumbprint }) => thumbprint === undefined || !known.has(thumbprint))
            .map(
                ({ thumbprint }) =>
                    `${whoHas} the certificate ${thumbprint ?? "(not shown)"}, which the state does not know`,
            ),
        ...holder.secrets.map(
            ({ displayName, endDateTime }) =>
                `${whoHas} the client secret "${displayName}" (valid until ${endDateTime})`,
        ),
    ];
}

function creationObjections(login: Login, name: string, compared: Compared): string[] {
    const { interruptedUpdates, creations } = compared;
    const creation = creations.get(login.id);
    const by = creation?.by;
    const at = creation?.at ?? login.createdDateTime;
    const isDuringUpdate = interruptedUpdates.some(({ from, to }) => from <= Date.parse(at) && Date.parse(at) <= to);
    return [
        ...(by === undefined || ownersOf(name, compared).includes(by)
            ? []
            : [`it was created by ${by}, says the audit log, and not by the deployer`]),
        ...(isDuringUpdate
            ? []
            : [`it was created at ${at}, when no update of this stack was interrupted${spansText(compared)}`]),
    ];
}

function spansText({ interruptedUpdates }: Compared): string {
    const text = ({ from, to }: { from: number; to: number }): string =>
        `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
    const [latest] = interruptedUpdates.toSorted((a, b) => b.to - a.to);
    return latest === undefined ? "" : ` (the latest such time: ${text(latest)})`;
}

import { foreignText } from "../http/foreignText";
import type { Login } from "../graph/logins";
import { idsOf } from "../graph/tenantView";
import { nameOf } from "../identities/names";
import { knownThumbprints, type Compared } from "./compared";
import { forJudgement, forPerson, repairable, type Finding } from "./finding";
import { objections } from "./objections";
import type { TenantResource } from "./stackResources";

/** Which application is a login's, and what is to be said of it and of others with the same tag. */
export interface Choice {
    readonly login: Login | undefined;
    readonly findings: readonly Finding[];
}

/** The state's own application, or else the best of those that carry the login's tag and that nothing speaks against. */
export function chooseApplication(name: string, live: readonly TenantResource[], compared: Compared): Choice {
    const { tenant, tagPrefix, state } = compared;
    const ownId = live.find(({ kind, urn }) => kind === "Application" && nameOf(urn) === name)?.id;
    const own = tenant.logins.find(({ id }) => `/applications/${id}` === ownId);
    const tagged = tenant.logins
        .filter((login) => login !== own && login.tags.includes(`${tagPrefix}${name}`))
        .map((login) => ({ login, against: objections(login, name, compared) }));
    const adoptable = tagged.filter(({ against }) => against.length === 0).map(({ login }) => login);
    const login = own ?? best(adoptable, live, knownThumbprints(state, name));
    return {
        login,
        findings: [
            ...(login === undefined || login === own ? [] : [adoption(name, login, adoptable.length)]),
            ...adoptable.filter((one) => one !== login).map((one) => surplus(name, one, login)),
            ...tagged
                .filter(({ against }) => against.length > 0)
                .map((one) => refused(name, one.login, one.against, login === undefined)),
        ],
    };
}

/** What the state still knows counts most, then how complete it is, then how new. */
function best(
    candidates: readonly Login[],
    live: readonly TenantResource[],
    known: ReadonlySet<string>,
): Login | undefined {
    const inState = new Set(live.map(({ id }) => id));
    const merits = (login: Login): readonly (number | string)[] => [
        idsOf(login).filter((id) => inState.has(id)).length +
            login.credentials.filter(({ thumbprint }) => known.has(thumbprint ?? "")).length,
        idsOf(login).length,
        login.createdDateTime,
    ];
    return [...candidates].sort((a, b) => {
        const [mine, theirs] = [merits(a), merits(b)];
        const decisive = mine.findIndex((merit, index) => merit !== theirs[index]);
        return (theirs[decisive] ?? 0) > (mine[decisive] ?? 0) ? 1 : -1;
    })[0];
}

function adoption(name: string, login: Login, candidates: number): Finding {
    const choice =
        candidates === 1
            ? ""
            : ` Chosen from ${candidates} candidates: best match with the state, then most complete, then newest.`;
    return repairable(
        `Application ${name}`,
        `${applicationText(login)} has this stack's tag, but the state has no application "${name}". It has no client secret, no federated credential and no certificate that the state does not know, and it was created during an update of this stack that did not complete.${choice}`,
        {
            kind: "adopt",
            adoption: { kind: "Application", name, id: `/applications/${login.id}`, component: name },
            clientId: login.clientId,
        },
    );
}

function surplus(name: string, login: Login, chosen: Login | undefined): Finding {
    return forPerson(
        `Application ${name}`,
        `${applicationText(login)} has this stack's tag in addition to ${chosen?.clientId ?? "another"}. An update that did not complete left it behind`,
        `az ad app delete --id ${login.clientId}`,
    );
}

/** It blocks the stack only when no other application is there for the login. */
function refused(name: string, login: Login, against: readonly string[], isOnly: boolean): Finding {
    return {
        ...forJudgement(
            `Application ${name}`,
            `${applicationText(login)} has this stack's tag, but is not adopted: ${against.join("; ")}. Anybody who may register applications can set a tag`,
            `az ad app delete --id ${login.clientId}`,
        ),
        result: isOnly ? "failed" : "warning",
    };
}

function applicationText({ displayName, clientId, createdDateTime }: Login): string {
    return `the application "${foreignText(displayName)}" (client id ${clientId}, created ${createdDateTime})`;
}

import type { Login } from "../graph/logins";
import { credentialId } from "../graph/tenantView";
import { knownThumbprints, type Compared } from "./compared";
import { forJudgement, forPerson, type Finding } from "./finding";
import type { TenantResource } from "./stackResources";

/** Everything that signs in as a login and is not in the state as it is in the tenant. */
export function credentialFindings(
    login: Login,
    name: string,
    resources: readonly TenantResource[],
    compared: Compared,
): Finding[] {
    const known = knownThumbprints(compared.state, name);
    return [
        ...certificates(login, name, resources, known),
        ...login.secrets.map(({ keyId, displayName, endDateTime }) =>
            forJudgement(
                `Client secret of ${name}`,
                `the application ${login.clientId} accepts the client secret "${displayName}" (key id ${keyId}, valid until ${endDateTime}). This stack makes no client secrets`,
                `az ad app credential delete --id ${login.clientId} --key-id ${keyId}`,
            ),
        ),
        ...login.federatedCredentials.map(({ id, name: credential, issuer, subject }) =>
            forJudgement(
                `Federated credential of ${name}`,
                `the application ${login.clientId} accepts tokens of ${issuer} for ${subject} (federated credential "${credential}"). This stack makes no federated credentials`,
                `az ad app federated-credential delete --id ${login.clientId} --federated-credential-id ${id}`,
            ),
        ),
        ...ofServicePrincipal(login, name),
    ];
}

/** Those with a certificate of this stack's were lost; of others only a person can know who put them there. */
function certificates(
    { id, clientId, credentials }: Login,
    name: string,
    resources: readonly TenantResource[],
    known: ReadonlySet<string>,
): Finding[] {
    return credentials.flatMap(({ keyId, thumbprint, endDateTime }): Finding[] => {
        const command = `az ad app credential delete --id ${clientId} --key-id ${keyId} --cert`;
        const text = `credential ${keyId} of the application ${clientId} (certificate ${thumbprint ?? "not shown"}, valid until ${endDateTime})`;
        const isKnown = known.has(thumbprint ?? "");
        if (!resources.some((resource) => resource.id === credentialId(id, keyId))) {
            return isKnown
                ? [
                      forPerson(
                          `Credential of ${name}`,
                          `Orphaned ${text}: it holds this stack's certificate but is missing from the state, and credentials cannot be imported`,
                          command,
                      ),
                  ]
                : [forJudgement(`Credential of ${name}`, `${text} is not in this stack's state`, command)];
        }
        return isKnown || thumbprint === undefined || known.size === 0
            ? []
            : [
                  forPerson(
                      `Credential of ${name}`,
                      `${text} is in the state, but its certificate is not one of this stack's`,
                      command,
                  ),
              ];
    });
}

/** This stack gives the service principal no credentials, and yet they would sign in as the login. */
function ofServicePrincipal({ servicePrincipal }: Login, name: string): Finding[] {
    const title = `Service principal of ${name}`;
    const removal = (keyId: string): string =>
        `az ad sp credential delete --id ${servicePrincipal?.id ?? ""} --key-id ${keyId}`;
    return [
        ...(servicePrincipal?.secrets ?? []).map(({ keyId, displayName, endDateTime }) =>
            forJudgement(
                title,
                `it accepts the client secret "${displayName}" (key id ${keyId}, valid until ${endDateTime}). This stack makes no client secrets`,
                removal(keyId),
            ),
        ),
        ...(servicePrincipal?.credentials ?? []).map(({ keyId, thumbprint, endDateTime }) =>
            forJudgement(
                title,
                `it accepts the certificate ${thumbprint ?? "(not shown)"} (key id ${keyId}, valid until ${endDateTime}). This stack gives certificates to the application only`,
                `${removal(keyId)} --cert`,
            ),
        ),
    ];
}

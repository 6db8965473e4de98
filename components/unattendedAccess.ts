import * as pulumi from "@pulumi/pulumi";
import { connectionSchemaVersion, type Connection } from "../src/connection/connection";
import { certificateName, componentToken } from "../src/identities/names";
import { permissionsOf } from "../src/microsoft/permissions";
import { Certificate } from "./certificate";
import { ExchangeApplication } from "./exchangeApplication";
import { claimDisplayName } from "./displayNames";
import { invokeOptions, preflight, withFacts } from "./preflight";
import { TenantAccess } from "./tenantAccess";
import { checkUnattendedAccessArgs, type UnattendedAccessArgs } from "./args/unattendedAccessArgs";

/** What is public about one certificate of a login; see `Certificate` for the forms. */
export interface CertificateSummary {
    thumbprint: string;
    thumbprintSha256: string;
    subject: string;
    serialNumber: string;
    notBefore: string;
    notAfter: string;
}

/**
 * Certificates, application, admin consent and directory roles, and the connection that they give.
 * @example
 * ```ts
 * const reports = new UnattendedAccess("reports", {
 *     tenantId: "00000000-0000-0000-0000-000000000000",
 *     organization: "contoso.onmicrosoft.com",
 *     displayName: "Mailbox reports",
 *     roles: ["Global Reader"],
 * });
 * export const connection = reports.connection;
 * ```
 */
export class UnattendedAccess extends pulumi.ComponentResource {
    /** What a script needs to sign in. Known only when consent, the active credential and all roles are in place. */
    readonly connection: pulumi.Output<Connection>;
    /** The active certificate in PEM form. Not secret. */
    readonly certificatePem: pulumi.Output<string>;
    /** The private key of the active certificate in PEM form, a secret; undefined when the key is kept elsewhere. */
    readonly privateKeyPem: pulumi.Output<string | undefined>;
    /** The facts of every certificate, by key. Not secret. */
    readonly certificates: pulumi.Output<Record<string, CertificateSummary>>;
    /**
     * What an Exchange administrator runs once, in PowerShell, to put the service principal into the role groups;
     * empty when directory roles give the rights.
     */
    readonly exchangeRoleGroupCommands: pulumi.Output<string>;

    /**
     * @throws UserError when an argument is not allowed, another instance has the display name, the azuread provider is signed in to
     * another tenant, or Exchange Online's service principal is missing; nothing is registered then.
     */
    constructor(name: string, args: UnattendedAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        const subject = `UnattendedAccess ${name}`;
        const { protect, revoked, ...checked } = checkUnattendedAccessArgs(subject, args);
        claimDisplayName(subject, checked.tenantId, checked.displayName);
        const facts = preflight(
            subject,
            checked.tenantId,
            checked.createExchangeServicePrincipal ? [] : permissionsOf(checked.cloud),
            invokeOptions(opts),
        );
        // Children wait for this component's own registration, and that waits for its inputs: a failed preflight
        // therefore keeps everything out of the engine.
        // Only when it is: a login that is not revoked has the inputs that it always had.
        const revocation = revoked === "" ? {} : { revoked };
        const inputs = { ...checked, ...revocation, tenantId: facts.apply(() => pulumi.output(checked.tenantId)) };
        const protection = protect ? { protect } : {};
        super(componentToken("UnattendedAccess"), name, inputs, pulumi.mergeOptions(opts, protection));

        const certificates = Object.fromEntries(
            Object.entries(checked.certificates).map(([key, certificate]) => [
                key,
                new Certificate(certificateName(name, key), certificate, { parent: this }),
            ]),
        );
        const application = new ExchangeApplication(
            name,
            withFacts(facts, {
                displayName: checked.displayName,
                description: checked.description,
                signInAudience: checked.signInAudience,
                owners: checked.owners,
                cloud: checked.cloud,
                certificates: mapValues(certificates, (certificate) => certificate.certificatePem),
            }),
            { parent: this },
        );
        const access = new TenantAccess(
            name,
            withFacts(facts, {
                tenantId: checked.tenantId,
                clientId: application.clientId,
                homeApplication: application.application,
                roles: checked.roles,
                exchangeRoleGroups: checked.exchangeRoleGroups,
                owners: checked.owners,
                cloud: checked.cloud,
                createExchangeServicePrincipal: checked.createExchangeServicePrincipal,
                ...revocation,
            }),
            { parent: this },
        );

        const active = certificates[checked.activeCertificate] as Certificate;
        this.certificatePem = active.certificatePem;
        this.privateKeyPem = active.privateKeyPem;
        this.certificates = pulumi.output(
            mapValues(certificates, (certificate) => ({
                thumbprint: certificate.thumbprint,
                thumbprintSha256: certificate.thumbprintSha256,
                subject: certificate.subject,
                serialNumber: certificate.serialNumber,
                notBefore: certificate.notBefore,
                notAfter: certificate.notAfter,
            })),
        );
        const connection = pulumi.output({
            schemaVersion: connectionSchemaVersion,
            cloud: checked.cloud,
            tenantId: checked.tenantId,
            organization: checked.organization,
            clientId: application.clientId,
            applicationObjectId: application.objectId,
            servicePrincipalObjectId: access.servicePrincipalObjectId,
            thumbprint: active.thumbprint,
            thumbprintSha256: active.thumbprintSha256,
            notBefore: active.notBefore,
            notAfter: active.notAfter,
            roles: checked.roles,
            exchangeRoleGroups: checked.exchangeRoleGroups,
        });
        this.exchangeRoleGroupCommands = access.exchangeRoleGroupCommands;
        this.connection = pulumi
            .all([connection, application.keyIds[checked.activeCertificate]])
            .apply(([ready]) => ready);

        this.registerOutputs({
            connection: this.connection,
            certificatePem: this.certificatePem,
            privateKeyPem: this.privateKeyPem,
            certificates: this.certificates,
            exchangeRoleGroupCommands: this.exchangeRoleGroupCommands,
        });
    }
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

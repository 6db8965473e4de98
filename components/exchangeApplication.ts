import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { certificateFacts } from "../certificate/certificateFacts";
import { exchangeManageAsApp } from "../microsoft/permissions";
import { timeouts } from "./timeouts";

/** The application registration and what it signs in with. */
export interface ExchangeApplicationArgs {
    /** Name in the Microsoft Entra admin center. A change renames in place. */
    displayName: pulumi.Input<string>;
    /**
     * Object ids of the owners, exactly these.
     * @default `deployerObjectId` at creation, then left alone: else two deployers would take turns in removing each other
     */
    owners?: string[];
    /** Object id of whoever runs the program; the first owner when `owners` is not given. */
    deployerObjectId: pulumi.Input<string>;
    /** Certificates to accept, in PEM form, by a key that stays the same for the life of the certificate. */
    certificates: Record<string, pulumi.Input<string>>;
}

/** A single-tenant application that asks for `Exchange.ManageAsApp`, with one key credential per certificate. */
export class ExchangeApplication extends pulumi.ComponentResource {
    /** Client id: what `-AppId` wants. */
    readonly clientId: pulumi.Output<string>;
    /** Object id of the registration; not the service principal's. */
    readonly objectId: pulumi.Output<string>;
    /** Key ids of the credentials by the keys of `certificates`; each is known when Graph lists its credential. */
    readonly keyIds: Record<string, pulumi.Output<string>>;
    /** The registration, for resources that Microsoft Entra deletes together with it. */
    readonly application: azuread.Application;

    constructor(name: string, args: ExchangeApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
        // Who deploys is no property of the application: another deployer must not show as a change.
        const { deployerObjectId, ...inputs } = args;
        super("exo-unattended:index:ExchangeApplication", name, inputs, opts);

        this.application = new azuread.Application(
            name,
            {
                displayName: args.displayName,
                signInAudience: "AzureADMyOrg",
                requiredResourceAccesses: [
                    {
                        resourceAppId: exchangeManageAsApp.apiClientId,
                        resourceAccesses: [{ id: exchangeManageAsApp.appRoleId, type: "Role" }],
                    },
                ],
                owners: args.owners ?? [deployerObjectId],
                // In the request that creates it, so that an application which the provider lost can be found again.
                tags: [`exo-unattended/${pulumi.getProject()}/${pulumi.getStack()}/${name}`],
            },
            { parent: this, customTimeouts: timeouts, ignoreChanges: args.owners ? [] : ["owners"] },
        );

        this.keyIds = {};
        for (const [key, certificatePem] of Object.entries(args.certificates)) {
            const facts = pulumi.output(certificatePem).apply(certificateFacts);
            const credential = new azuread.ApplicationCertificate(
                `${name}-${key}`,
                {
                    applicationId: this.application.id,
                    type: "AsymmetricX509Cert",
                    value: certificatePem,
                    startDate: facts.notBefore,
                    endDate: facts.notAfter,
                },
                { parent: this, customTimeouts: timeouts, deletedWith: this.application },
            );
            this.keyIds[key] = credential.keyId;
        }

        this.clientId = this.application.clientId;
        this.objectId = this.application.objectId;
        this.registerOutputs({ clientId: this.clientId, objectId: this.objectId, keyIds: this.keyIds });
    }
}

import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { certificateFacts, certificatePemOf } from "../src/certificate/certificateFacts";
import { certificateName, componentToken, ownershipTag } from "../src/identities/names";
import { permissionsOf } from "../src/microsoft/permissions";
import { checkExchangeApplicationArgs, type ExchangeApplicationArgs } from "./args/exchangeApplicationArgs";
import { deployerOf, factsFor, invokeOptions } from "./preflight";
import { timeouts } from "./timeouts";

/**
 * An application that asks for `Exchange.ManageAsApp`, with one key credential per certificate.
 * @example
 * ```ts
 * const certificate = new Certificate("reports");
 * const application = new ExchangeApplication("reports", {
 *     displayName: "Mailbox reports",
 *     certificates: { current: certificate.certificatePem },
 * });
 * ```
 */
export class ExchangeApplication extends pulumi.ComponentResource {
    /** Client id: what `-AppId` wants. */
    readonly clientId: pulumi.Output<string>;
    /** Object id of the registration; not the service principal's. */
    readonly objectId: pulumi.Output<string>;
    /** Key ids of the credentials by the keys of `certificates`; each is known when Graph lists its credential. */
    readonly keyIds: Record<string, pulumi.Output<string>>;
    /** The registration, for resources that Microsoft Entra deletes together with it. */
    readonly application: azuread.Application;

    /** @throws UserError when an argument is not allowed; nothing is registered then. */
    constructor(name: string, args: ExchangeApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
        const subject = `ExchangeApplication ${name}`;
        const inputs = checkExchangeApplicationArgs(subject, args);
        // Who deploys is not a property of the application: another deployer must not show as a change.
        const owners = inputs.owners ?? [factsFor(args)?.deployerObjectId ?? deployerOf(subject, invokeOptions(opts))];
        super(componentToken("ExchangeApplication"), name, inputs, opts);

        this.application = new azuread.Application(
            name,
            {
                displayName: inputs.displayName,
                description: inputs.description,
                signInAudience: inputs.signInAudience,
                requiredResourceAccesses: permissionsOf(inputs.cloud).map(({ apiClientId, appRoleId }) => ({
                    resourceAppId: apiClientId,
                    resourceAccesses: [{ id: appRoleId, type: "Role" }],
                })),
                owners,
                // In the request that creates it, so that an application which the provider lost can be found again.
                tags: [ownershipTag(pulumi.getProject(), pulumi.getStack(), name)],
                preventDuplicateNames: true,
            },
            { parent: this, customTimeouts: timeouts, ignoreChanges: inputs.owners ? [] : ["owners"] },
        );

        this.keyIds = {};
        for (const [key, certificatePem] of Object.entries(inputs.certificates)) {
            const facts = pulumi.output(certificatePem).apply(certificateFacts);
            const credential = new azuread.ApplicationCertificate(
                certificateName(name, key),
                {
                    applicationId: this.application.id,
                    type: "AsymmetricX509Cert",
                    value: pulumi.output(certificatePem).apply(certificatePemOf),
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

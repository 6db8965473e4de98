import { nameOf, typeOf } from "../identities/names";
import type { UpdatePlan } from "../pulumi/plan";

/** Recoverable for 30 days (learn.microsoft.com/entra/identity-platform/howto-remove-app#restore-a-deleted-application). */
const recycleBinDays = 30;

/** What a restoration makes new because it does not come back, in words for people. */
export function notRestored({ resources }: Pick<UpdatePlan, "resources">): readonly string[] {
    return resources
        .filter(({ ops }) => ops.some((op) => op.startsWith("create") || op === "replace"))
        .flatMap(({ urn, type }) => {
            const name = nameOf(urn);
            switch (type) {
                case typeOf("Application"):
                    return [
                        `the application ${name} gets another client id: a deleted one can be restored in Microsoft Entra for ${recycleBinDays} days only, and not by Pulumi`,
                    ];
                case "tls:index/privateKey:PrivateKey":
                    return [`the key ${name} is a new one, with another certificate and thumbprint`];
                case typeOf("ServicePrincipal"):
                    return [
                        `the service principal ${name} gets another object id: memberships in Exchange role groups are lost`,
                    ];
                default:
                    return [];
            }
        });
}

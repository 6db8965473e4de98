import type * as pulumi from "@pulumi/pulumi";
import { privateKeyPemProblem } from "../../src/certificate/pemProblems";
import type { Connection } from "../../src/connection/connection";
import { isMap, type ArgsCheck, type Rule, type Siblings } from "./argsCheck";
import { certificateRule } from "./certificateArgs";
import { confidential } from "./kinds";

/** What every delivery is given. */
export interface CertificateToDeliver {
    readonly connection: pulumi.Input<Connection>;
    readonly certificatePem: pulumi.Input<string>;
    readonly privateKeyPem: pulumi.Input<string | undefined>;
}

const connectionRule: Rule = (value) =>
    isMap(value)
        ? undefined
        : { wrong: "is not a connection", remedy: "Use the output connection of UnattendedAccess" };

const keyRule: Rule = (key) => {
    const problem = privateKeyPemProblem(key);
    return problem === undefined
        ? undefined
        : {
              wrong: `cannot be used: ${problem}`,
              remedy: "A delivery needs the key. Where the key is kept elsewhere, deliver it from there",
          };
};

/** Rows of what every delivery is given: the outputs of one `UnattendedAccess`. */
export const deliveredRows = {
    connection: {
        type: "object",
        read: (check: ArgsCheck, path: string, value: unknown, siblings: Siblings) =>
            check.input<Connection>(path, value, connectionRule, siblings),
        required: true,
        example: "access.connection",
    },
    certificatePem: { ...confidential(certificateRule), required: true, example: "access.certificatePem" },
    privateKeyPem: {
        type: "string",
        read: (check: ArgsCheck, path: string, key: unknown, siblings: Siblings) =>
            check.confidential<string>(path, key, keyRule, siblings),
        required: true,
        example: "access.privateKeyPem",
        secret: true,
    },
} as const;

import type { Connection } from "../../connection/connection";
import { singleQuoted } from "../../shells/quoting";
import { CertificateSource, certificateOfEnvironment } from "../connectCommand";
import { certificateVariable, passwordVariable } from "../connection/variables";
import type { ScriptParameter } from "./work";

/** How a script gets its certificate: parameters of the script, and the parameters of Connect-ExchangeOnline. */
export interface CertificateParameters {
    /** A sentence for `Get-Help`. */
    readonly description: string;
    readonly parameters: readonly ScriptParameter[];
    /** Parameter of Connect-ExchangeOnline and PowerShell expression. */
    readonly connect: readonly (readonly [name: string, expression: string])[];
}

/** The name of the certificate asset in an Azure Automation account. */
export const automationCertificateName = "exo-unattended";

/** How a script gets its certificate from that source. */
export function certificateParameters(source: CertificateSource, { thumbprint }: Connection): CertificateParameters {
    switch (source) {
        case CertificateSource.Store:
            return {
                description: "The certificate is in the Windows certificate store of the machine or the user.",
                parameters: [],
                connect: [["CertificateThumbprint", singleQuoted(thumbprint)]],
            };
        case CertificateSource.File:
            return {
                description: "The certificate is a PFX file, and another file holds its password.",
                parameters: [
                    {
                        name: "CertificateFile",
                        help: "The PFX file.",
                        type: "[string]",
                        defaultValue: "'/etc/exo-unattended/certificate.pfx'",
                    },
                    {
                        name: "PasswordFile",
                        help: "The file with the password of the PFX in its first line.",
                        type: "[string]",
                        defaultValue: "'/etc/exo-unattended/password'",
                    },
                ],
                connect: [
                    ["CertificateFilePath", "$CertificateFile"],
                    [
                        "CertificatePassword",
                        "ConvertTo-SecureString -String (Get-Content -LiteralPath $PasswordFile -TotalCount 1) -AsPlainText -Force",
                    ],
                ],
            };
        case CertificateSource.Environment:
            return {
                description: `The certificate is a PFX in the environment variable ${certificateVariable} (base64), its password in ${passwordVariable}.`,
                parameters: [],
                connect: [["Certificate", certificateOfEnvironment]],
            };
        case CertificateSource.Automation:
            return {
                description: `The certificate is the asset ${automationCertificateName} of the Automation account.`,
                parameters: [],
                connect: [
                    ["Certificate", `Get-AutomationCertificate -Name ${singleQuoted(automationCertificateName)}`],
                ],
            };
    }
}

import type { Work } from "./work";

/** Connects, shows the connection and reads the accepted domains: Microsoft's own test of a connection. */
export const connectWork: Work = {
    fileName: "Test-ExchangeConnection.ps1",
    synopsis: "Connects to Exchange Online unattended, and shows the connection and the accepted domains.",
    parameters: [],
    commands: ["Get-AcceptedDomain"],
    statements: `Get-ConnectionInformation | Select-Object -Property 'Organization', 'AppId', 'State', 'TokenStatus'
Get-AcceptedDomain | Sort-Object -Property 'DomainName' | Select-Object -Property 'DomainName', 'DomainType', 'Default'`,
    exitStatus: "0",
};

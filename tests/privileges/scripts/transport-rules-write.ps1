function Set-Banner {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([string] $Html)
    process {
        if (-not (Get-TransportRule -Identity 'External banner' -ErrorAction SilentlyContinue)) {
            New-TransportRule -Name 'External banner' -FromScope NotInOrganization -ApplyHtmlDisclaimerText $Html
        }
    }
}
Set-Banner -Html '<p>External</p>'

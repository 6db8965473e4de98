$hold = @{
    LitigationHoldEnabled  = $true
    LitigationHoldDuration = 2555
}
Get-Mailbox -Filter "CustomAttribute1 -eq 'Legal'" | Set-Mailbox @hold

param([Parameter(Mandatory, Position = 0)] [string] $Name, [string[]] $Members)
New-Mailbox -Shared -Name $Name -DisplayName $Name
foreach ($member in $Members) {
    Add-MailboxPermission -Identity $Name -User $member -AccessRights FullAccess -InheritanceType All -AutoMapping $false
    Add-RecipientPermission -Identity $Name -Trustee $member -AccessRights SendAs -Confirm:$false
}

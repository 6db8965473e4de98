$PSDefaultParameterValues = @{
    '*-DistributionGroupMember:BypassSecurityGroupManagerCheck' = $true
    'Export-Csv:NoTypeInformation'                               = $true
}
Add-DistributionGroupMember 'Finance' -Member 'new@contoso.com'

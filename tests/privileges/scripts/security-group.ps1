$common = @{ BypassSecurityGroupManagerCheck = $true; Confirm = $false }
Add-DistributionGroupMember -Identity 'VPN Users' -Member $env:NEWUSER @common
Remove-DistributionGroupMember -Identity 'VPN Users' -Member $env:OLDUSER @common

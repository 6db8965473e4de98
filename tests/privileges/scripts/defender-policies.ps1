foreach ($policy in Get-SafeLinksPolicy) { $policy.Name }
Get-AntiPhishPolicy; Get-HostedContentFilterPolicy
Get-AtpPolicyForO365

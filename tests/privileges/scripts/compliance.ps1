Connect-IPPSSession -AppId $AppId -CertificateThumbprint $Thumbprint -Organization $Organization
Get-RetentionCompliancePolicy -DistributionDetail
New-ComplianceSearch -Name 'case 12' -ExchangeLocation All -ContentMatchQuery 'subject:merger'

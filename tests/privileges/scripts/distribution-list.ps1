Import-Csv members.csv | ForEach-Object {
    Add-DistributionGroupMember -Identity 'All Staff' -Member $_.Mail -ErrorAction SilentlyContinue
}
Get-DistributionGroupMember 'All Staff' | Measure-Object

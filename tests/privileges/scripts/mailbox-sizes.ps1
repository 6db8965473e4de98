$rows = foreach ($mailbox in Get-EXOMailbox -ResultSize Unlimited) {
    $size = Get-EXOMailboxStatistics -Identity $mailbox.ExternalDirectoryObjectId
    [pscustomobject]@{ Name = $mailbox.DisplayName; Size = $size.TotalItemSize }
}
$rows | Sort-Object Size -Descending | ConvertTo-Html | Out-File sizes.html

$start = (Get-Date).AddDays(-7)
do {
    $page = Search-UnifiedAuditLog -StartDate $start -EndDate (Get-Date) -SessionId weekly -SessionCommand ReturnLargeSet -ResultSize 5000
    $page | Export-Csv audit.csv -Append
} while ($page)

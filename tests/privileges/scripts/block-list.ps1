New-TenantAllowBlockListItems -ListType Sender -Block -Entries 'bad@example.com' -NoExpiration

connect-exchangeonline
get-mailbox -resultsize 5 | set-mailbox -customattribute2 'x'

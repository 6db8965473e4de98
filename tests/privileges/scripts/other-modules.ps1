Connect-MgGraph -Identity
$users = Get-MgUser -All
foreach ($user in $users) { Get-Mailbox -Identity $user.Id -ErrorAction SilentlyContinue }
Get-ADUser -Filter *

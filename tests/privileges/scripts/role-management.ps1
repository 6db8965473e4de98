New-RoleGroup -Name 'Help' -Roles 'View-Only Recipients'
Add-RoleGroupMember 'Help' -Member 'app' -BypassSecurityGroupManagerCheck

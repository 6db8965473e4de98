$config = Get-OrganizationConfig
if (-not $config.AuditDisabled) { 'audited' }
switch ($config.OAuth2ClientProfileEnabled) { $true { 'modern' } default { Set-OrganizationConfig -OAuth2ClientProfileEnabled $true } }

Get-ChildItem -Path C:\Temp -Recurse | Remove-Item -WhatIf

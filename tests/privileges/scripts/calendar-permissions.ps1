param($Reviewer)
foreach ($room in Get-EXOMailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited) {
    Set-CalendarProcessing -Identity $room.PrimarySmtpAddress -AutomateProcessing AutoAccept
    Add-MailboxFolderPermission -Identity "$($room.PrimarySmtpAddress):\Calendar" -User $Reviewer -AccessRights Reviewer
}

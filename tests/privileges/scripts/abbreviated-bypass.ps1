Update-DistributionGroupMember -Identity 'Board' -Members a, b, c -BypassSec -Confirm:$false

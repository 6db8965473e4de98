import { quoted } from "../../shells/quoting";
import { hostName } from "./host";

/** Only its members can say which certificate they use; the sticky bit keeps them from one another's reports. */
export const reportsGroup = `${hostName}-reports`;

/**
 * The line of a file's header that makes the folder for reports; empty when there is none.
 * @param user account that becomes a member of the group
 */
export function folderForReports(folder: string | undefined, user?: string): string {
    const member = user === undefined ? "" : `usermod -aG ${reportsGroup} ${user} && `;
    return folder === undefined
        ? ""
        : `#   groupadd --system --force ${reportsGroup} && ${member}install -d -m 3770 -g ${reportsGroup} ${quoted(folder)}      # reports\n`;
}

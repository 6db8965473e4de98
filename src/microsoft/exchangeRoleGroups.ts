/**
 * What Exchange's built-in role groups allow, after "This login can", by lower-case name
 * (learn.microsoft.com/exchange/permissions-exo/permissions-exo).
 */
const builtInGroups: ReadonlyMap<string, string> = new Map(
    Object.entries({
        "organization management": "change everything in Exchange Online",
        "view-only organization management": "read the settings and recipients of Exchange Online, and change nothing",
        "recipient management": "create and change recipients in Exchange Online",
        "help desk": "read recipients and change the options of a user in Exchange Online",
        "compliance management": "change compliance settings in Exchange Online",
        "discovery management": "search the content of mailboxes, and put them on hold",
        "hygiene management": "change the settings against spam and malware in Exchange Online",
        "records management": "change retention and journaling in Exchange Online",
    }),
);

/** What a built-in role group allows, after "This login can"; undefined for any other. */
export function roleGroupAllows(group: string): string | undefined {
    return builtInGroups.get(group.toLowerCase());
}

/** Whether a role group can do everything that another can; of groups without a known relation it is false. */
export function roleGroupIncludes(group: string, other: string): boolean {
    const [one, two] = [group.toLowerCase(), other.toLowerCase()];
    return (
        one === two ||
        (one === "organization management" &&
            ["view-only organization management", "recipient management", "help desk"].includes(two))
    );
}

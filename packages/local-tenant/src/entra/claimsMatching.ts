/**
 * Whether the claims of an outside token fit the expression of a flexible federated identity credential: comparisons
 * such as `claims['sub'] matches 'repo:contoso/*'`, joined by `and`. `*` stands for any characters, `?` for one
 * (learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials).
 */
export function matchesClaims(expression: string, claims: Readonly<Record<string, unknown>>): boolean {
    const comparisons = parseClaimsExpression(expression);
    return (
        comparisons !== undefined &&
        comparisons.every(({ claim, operator, value }) => {
            const presented = claims[claim];
            return (
                typeof presented === "string" &&
                (operator === "eq" ? presented === value : wildcards(value).test(presented))
            );
        })
    );
}

interface Comparison {
    readonly claim: string;
    readonly operator: string;
    readonly value: string;
}

/** The comparisons of an expression; undefined when it is not well-formed. */
export function parseClaimsExpression(expression: string): readonly Comparison[] | undefined {
    const comparisons: Comparison[] = [];
    const comparison = /\s*claims\['([\w.-]+)'\]\s+(eq|matches)\s+'((?:[^']|'')*)'\s*(?:and(?=\s)|$)/y;
    while (comparison.lastIndex < expression.length) {
        const [, claim = "", operator = "", value = ""] = comparison.exec(expression) ?? [];
        if (claim === "") {
            return undefined;
        }
        comparisons.push({ claim, operator, value: value.replaceAll("''", "'") });
    }
    return comparisons.length > 0 ? comparisons : undefined;
}

function wildcards(pattern: string): RegExp {
    const parts = pattern.split(/([*?])/).map((part) => {
        const wildcard = { "*": ".*", "?": "." }[part];
        return wildcard ?? part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    });
    return new RegExp(`^${parts.join("")}$`, "s");
}

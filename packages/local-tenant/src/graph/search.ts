import { badRequest, notImplemented, unsupportedQuery } from "./errors";
import type { Entity } from "./query";

/**
 * The properties that `$search` takes, by the last part of the collection's path
 * (learn.microsoft.com/graph/aad-advanced-queries). The first two are cut into words, of any other the beginning counts.
 */
const searchable: Readonly<Record<string, readonly string[]>> = {
    applications: ["displayName"],
    servicePrincipals: ["displayName"],
    groups: ["displayName", "description", "mail", "mailNickname"],
    users: ["displayName", "mail", "userPrincipalName", "givenName", "surname", "otherMails"],
    administrativeUnits: ["displayName", "description"],
    owners: ["displayName"],
    members: ["displayName"],
    directoryObjects: ["displayName"],
};

const cutIntoWords = ["displayName", "description"];

/** Whether an entity fits `$search`: clauses `"property:words"`, with `AND` or `OR` between them. */
export function parseSearch(expression: string, collection: string): (entity: Entity) => boolean {
    const properties = searchable[collection];
    if (!properties) {
        throw unsupportedQuery("Unsupported Query.");
    }
    if (/[()]/.test(expression.replaceAll(/"[^"]*"/g, ""))) {
        throw notImplemented("parentheses in $search");
    }
    const alternatives = expression
        .split(/\s+OR\s+/)
        .map((conjunction) =>
            conjunction.split(/\s+AND\s+|(?<=")\s+(?=")/).map((clause) => parseClause(clause.trim(), properties)),
        );
    return (entity) => alternatives.some((clauses) => clauses.every((fits) => fits(entity)));
}

function parseClause(clause: string, properties: readonly string[]): (entity: Entity) => boolean {
    const [, property = "", wanted = ""] = /^"([\w]+):(.+)"$/s.exec(clause) ?? [];
    if (property === "") {
        throw badRequest(`Syntax error: character '${clause.charAt(0)}' is not valid at position 0 in '${clause}'.`);
    }
    if (!properties.includes(property)) {
        throw unsupportedQuery(`Unsupported or invalid search clause: property '${property}' cannot be searched.`);
    }
    const isCut = cutIntoWords.includes(property);
    const parts = isCut ? words(wanted) : [wanted.toLowerCase()];
    return (entity) => {
        const values = [entity[property]].flat().filter((value) => typeof value === "string");
        const found = isCut ? values.flatMap(words) : values.map((value) => value.toLowerCase());
        return parts.every((part) => found.some((word) => word.startsWith(part)));
    };
}

/** Lower-case words: cut at spaces and symbols, and where letters, digits and cases change. */
function words(text: string): string[] {
    return text
        .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
        .replaceAll(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, "$1$3 $2$4")
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== "")
        .map((word) => word.toLowerCase());
}

import { badRequest, noSuchProperty, unsupportedQuery } from "./errors";
import { filterable, type FilterKind } from "./filterable";
import type { Entity } from "./query";

type Predicate = (entity: Entity) => boolean;

/** Advanced: with the header `ConsistencyLevel: eventual` and `$count` (learn.microsoft.com/graph/aad-advanced-queries). */
export type QueryCapabilities = "default" | "advanced";

/**
 * `$filter`: `eq`, `in`, `startswith`, `any`, `and`, `or` and parentheses; with advanced query capabilities `ne`, `not`
 * and `endswith`, too.
 * @param collection last part of the collection's path, which decides what can be asked for
 * @param example an entity of the collection, if there is one: properties that it has not do not exist at all
 */
export function parseFilter(
    expression: string,
    collection: string,
    capabilities: QueryCapabilities,
    example?: Entity,
): Predicate {
    return new FilterParser(tokens(expression), collection, capabilities, example).whole();
}

const textFunctions: Readonly<Record<string, (value: string, part: string) => boolean>> = {
    startswith: (value, part) => value.startsWith(part),
    endswith: (value, part) => value.endsWith(part),
    contains: (value, part) => value.includes(part),
};

/** Quoted text, GUIDs, names and paths, and punctuation. */
const token = /\s*(?:('(?:[^']|'')*')|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|([a-z_][\w/.]*)|([(),:]))/iy;

function tokens(expression: string): string[] {
    const found: string[] = [];
    const text = expression.trimEnd();
    token.lastIndex = 0;
    while (token.lastIndex < text.length) {
        const position = token.lastIndex;
        const match = token.exec(text);
        if (!match) {
            throw syntaxError(`character at position ${position} in '${text}'`);
        }
        found.push(match[0].trim());
    }
    return found;
}

class FilterParser {
    #next = 0;

    constructor(
        private readonly tokens: readonly string[],
        private readonly collection: string,
        private readonly capabilities: QueryCapabilities,
        private readonly example: Entity | undefined,
    ) {}

    whole(): Predicate {
        const predicate = this.#alternatives();
        if (this.#peek() !== undefined) {
            throw syntaxError(`unexpected '${this.#take()}'`);
        }
        return predicate;
    }

    #alternatives(): Predicate {
        let left = this.#conjunction();
        while (this.#isWord("or")) {
            const [before, after] = [left, this.#conjunction()];
            left = (entity) => before(entity) || after(entity);
        }
        return left;
    }

    #conjunction(): Predicate {
        let left = this.#term();
        while (this.#isWord("and")) {
            const [before, after] = [left, this.#term()];
            left = (entity) => before(entity) && after(entity);
        }
        return left;
    }

    #term(): Predicate {
        if (this.#isWord("(")) {
            const inner = this.#alternatives();
            this.#expect(")");
            return inner;
        }
        if (this.#isWord("not")) {
            const inner = this.#term();
            this.#requireAdvanced("not");
            return (entity) => !inner(entity);
        }
        const name = this.#take();
        const test = textFunctions[name.toLowerCase()];
        if (test && this.#peek() === "(") {
            return this.#function(name.toLowerCase(), test);
        }
        const collectionProperty = /^(\w+)\/any$/.exec(name)?.[1];
        return collectionProperty === undefined ? this.#comparison(name) : this.#any(collectionProperty);
    }

    #function(name: string, test: (value: string, part: string) => boolean): Predicate {
        this.#expect("(");
        const property = this.#take();
        this.#expect(",");
        const part = this.#text(property);
        this.#expect(")");
        this.#require(property, ["text"]);
        if (name === "endswith") {
            this.#requireAdvanced(property);
        }
        if (name === "contains" && !filterable[this.collection]?.canContain) {
            throw this.#unsupported(property);
        }
        return (entity) => test(lower(entity[property]) ?? "", part);
    }

    #comparison(property: string): Predicate {
        const operator = this.#take().toLowerCase();
        const kind = this.#require(property, ["text", "flag"]);
        if (operator === "in" && kind === "text") {
            const wanted = this.#texts(property);
            return (entity) => wanted.includes(lower(entity[property]) ?? "");
        }
        if (operator !== "eq" && operator !== "ne") {
            throw this.#unsupported(property);
        }
        if (operator === "ne") {
            this.#requireAdvanced(property);
        }
        const wanted = kind === "flag" ? this.#flag(property) : this.#textOrNull(property);
        const valueOf = (entity: Entity): unknown => (kind === "flag" ? entity[property] : lower(entity[property]));
        return (entity) => (valueOf(entity) === wanted) === (operator === "eq");
    }

    #flag(property: string): boolean {
        const wanted = this.#take();
        if (wanted !== "true" && wanted !== "false") {
            throw this.#unsupported(property);
        }
        return wanted === "true";
    }

    #textOrNull(property: string): string | undefined {
        if (!this.#isWord("null")) {
            return this.#text(property);
        }
        this.#requireAdvanced(property);
        return undefined;
    }

    #texts(property: string): string[] {
        this.#expect("(");
        const texts = [this.#text(property)];
        while (this.#isWord(",")) {
            texts.push(this.#text(property));
        }
        this.#expect(")");
        return texts;
    }

    #requireAdvanced(property: string): void {
        if (this.capabilities !== "advanced") {
            throw this.#unsupportedClause(property);
        }
    }

    #any(property: string): Predicate {
        this.#expect("(");
        const variable = this.#take();
        this.#expect(":");
        const fits = this.#isWord("startswith")
            ? this.#eachStartsWith(property, variable)
            : this.#eachEquals(property, variable);
        this.#expect(")");
        this.#require(property, ["texts"]);
        return (entity) => {
            const values = entity[property];
            return Array.isArray(values) && values.some((value) => fits(lower(value) ?? ""));
        };
    }

    #eachStartsWith(property: string, variable: string): (value: string) => boolean {
        this.#expect("(");
        this.#sameVariable(property, variable);
        this.#expect(",");
        const prefix = this.#text(property);
        this.#expect(")");
        return (value) => value.startsWith(prefix);
    }

    #eachEquals(property: string, variable: string): (value: string) => boolean {
        this.#sameVariable(property, variable);
        this.#operator(property);
        const wanted = this.#text(property);
        return (value) => value === wanted;
    }

    #sameVariable(property: string, variable: string): void {
        if (this.#take() !== variable) {
            throw this.#unsupported(property);
        }
    }

    /** Graph compares without regard to case. */
    #text(property: string): string {
        const literal = this.#take();
        if (/^'.*'$/s.test(literal)) {
            return literal.slice(1, -1).replaceAll("''", "'").toLowerCase();
        }
        if (!/^[0-9a-f-]{36}$/i.test(literal)) {
            throw this.#unsupported(property);
        }
        return literal.toLowerCase();
    }

    #operator(property: string): void {
        if (this.#take().toLowerCase() !== "eq") {
            throw this.#unsupported(property);
        }
    }

    #require(property: string, kinds: readonly FilterKind[]): FilterKind {
        const kind = filterable[this.collection]?.properties[property];
        if (kind === undefined || !kinds.includes(kind)) {
            throw this.#unsupported(property);
        }
        return kind;
    }

    #unsupported(property: string): Error {
        if (this.example && !(property in this.example)) {
            return noSuchProperty(property);
        }
        return this.#unsupportedClause(property);
    }

    #unsupportedClause(property: string): Error {
        const resource = filterable[this.collection]?.resource ?? this.collection;
        return unsupportedQuery(
            `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
        );
    }

    #isWord(word: string): boolean {
        const isNext = this.#peek()?.toLowerCase() === word;
        this.#next += isNext ? 1 : 0;
        return isNext;
    }

    #expect(wanted: string): void {
        const found = this.#take();
        if (found !== wanted) {
            throw syntaxError(`'${wanted}' expected, not '${found}'`);
        }
    }

    #take(): string {
        const found = this.#peek();
        if (found === undefined) {
            throw syntaxError("the expression ends too early");
        }
        this.#next += 1;
        return found;
    }

    #peek(): string | undefined {
        return this.tokens[this.#next];
    }
}

function lower(value: unknown): string | undefined {
    return typeof value === "string" ? value.toLowerCase() : undefined;
}

function syntaxError(what: string): Error {
    return badRequest(`Invalid filter clause: Syntax error: ${what}.`);
}

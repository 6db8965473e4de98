import type { Node } from "web-tree-sitter";
import { literal, outermost, outside, variableName } from "./nodes";

/** The hashtables of a script by variable: what splatting them gives to a command. */
export class Splats {
    private readonly variables = new Map<string, Variable>();

    constructor(root: Node, checkTime: () => void) {
        for (const assignment of root.descendantsOfType("assignment_expression")) {
            checkTime();
            this.assign(assignment);
        }
        for (const call of root.descendantsOfType("invokation_expression")) {
            checkTime();
            this.add(call);
        }
    }

    /** The parameters in a splatted variable; undefined when some of them cannot be read from the script. */
    parametersOf(name: string): readonly string[] | undefined {
        return this.keysOf(variableName(name), new Set());
    }

    /** The keys of a hashtable of that name that are written in the script, whatever else it holds. */
    knownKeysOf(name: string): readonly string[] {
        return [...(this.variables.get(variableName(name))?.values.keys() ?? [])];
    }

    /** The value of a key in a splatted variable, when it is literal and the only one. */
    literalOf(name: string, key: string): string | undefined {
        const values = this.variables.get(variableName(name))?.values ?? new Map<string, Set<string | undefined>>();
        const found = [...values].flatMap(([one, set]) => (one.toLowerCase() === key ? [...set] : []));
        return found.length === 1 ? found[0] : undefined;
    }

    private keysOf(name: string, seen: Set<string>): readonly string[] | undefined {
        const variable = this.variables.get(name);
        if (variable === undefined || !variable.isReadable || seen.has(name)) {
            return seen.has(name) ? [] : undefined;
        }
        seen.add(name);
        const others = [...variable.others].map((other) => this.keysOf(other, seen));
        return others.every((keys) => keys !== undefined) ? [...variable.values.keys(), ...others.flat()] : undefined;
    }

    private assign(assignment: Node): void {
        const [left, right] = [assignment.namedChildren[0], assignment.namedChildren.at(-1)];
        const target = left?.descendantsOfType("variable")[0];
        if (left === undefined || right === undefined || target === undefined) {
            return;
        }
        const variable = this.variable(variableName(target.text));
        const access = left.descendantsOfType(["member_access", "element_access"])[0];
        if (access !== undefined) {
            variable.addKey(access.text.slice(target.text.length).replace(/^\.|^\[\s*|\s*\]$/g, ""), right);
            return;
        }
        const tables = outermost(right.descendantsOfType("hash_literal_expression"));
        for (const entry of tables.flatMap(entriesOf)) {
            variable.addKey(entry.namedChildren[0]?.text ?? "", entry.namedChildren.at(-1));
        }
        const referred = outside(right.descendantsOfType("variable"), tables).map(({ text }) => variableName(text));
        referred.forEach((other) => variable.others.add(other));
        const isComputed = outside(right.descendantsOfType(computing), tables).some(({ text }) => !isCopy(text));
        variable.isReadable &&= !isComputed && tables.length + referred.length > 0;
    }

    /** `$parameters.Add('Name', …)` */
    private add(call: Node): void {
        const [, name = "", key = ""] =
            /^(\$[\w:{}]+)\.(?:Add|TryAdd|set_Item)\(\s*('[^']*'|"[^"]*"|[^,)]*)\s*,/i.exec(call.text.slice(0, 300)) ??
            [];
        if (name !== "") {
            this.variable(variableName(name)).addKey(key.trim());
        }
    }

    private variable(name: string): Variable {
        const variable = this.variables.get(name) ?? new Variable();
        this.variables.set(name, variable);
        return variable;
    }
}

/** What a hashtable may come out of that is not written in the script. */
const computing = ["command", "member_access", "element_access", "invokation_expression"];

/** `$parameters.Clone()` */
function isCopy(text: string): boolean {
    return /^\$[\w:{}]+\.Clone\(\)$/i.test(text);
}

/** What is known of one variable, wherever in the script it is set. */
class Variable {
    /** The values of each key, as far as they are literal. */
    readonly values = new Map<string, Set<string | undefined>>();
    /** Variables whose keys it takes over. */
    readonly others = new Set<string>();
    isReadable = true;

    addKey(key: string, value?: Node): void {
        const isQuoted = /^['"]/.test(key);
        const text = isQuoted ? /^(['"])([^'"$`]+)\1$/.exec(key)?.[2] : /^[\w-]+$/.exec(key)?.[0];
        if (text === undefined) {
            this.isReadable = false;
        } else {
            this.values.set(text, (this.values.get(text) ?? new Set()).add(literal(value)));
        }
    }
}

function entriesOf(table: Node): Node[] {
    return table.namedChildren
        .filter(({ type }) => type === "hash_literal_body")
        .flatMap(({ namedChildren }) => namedChildren)
        .filter(({ type }) => type === "hash_entry");
}

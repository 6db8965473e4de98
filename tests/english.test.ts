import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(__dirname, "..");
const tracked = (...patterns: readonly string[]): string[] =>
    execFileSync("git", ["ls-files", ...patterns], { cwd: folder, encoding: "utf8" })
        .trim()
        .split("\n");

/** Words of CONTRIBUTING.md's left column, and what to write instead. */
const replacements: readonly (readonly [pattern: RegExp, instead: string])[] = [
    [/\bmend(s|ed|ing)?\b/i, "repair, fix"],
    [/\banew\b/i, "again"],
    [/\b(is|are|was|were) no (?!longer\b|more\b|other\b|way\b)[a-z]+/i, "negate the verb: is not a …"],
    [/\bthere (is|are) no\b/i, "no …"],
    [/\bwithout a word\b/i, "with no error message"],
    [/\bbehind `?--/i, "after `--`"],
    [/\bmay pass with time\b/i, "may resolve after propagation"],
    [/\bwrong use\b|\bgets it wrong\b/i, "usage error"],
    [/\bsecond witness\b/i, "second check"],
    [/\bat a terminal\b/i, "in a terminal"],
    [/\bbelongs? to nobody\b/i, "orphaned"],
    [/\bfor good\b/i, "permanently"],
    [/\bwhat it cannot tell apart\b/i, "what it cannot distinguish"],
    [/\bwhat was seen\b/i, "finding"],
    [/\bbrought certificates?\b/i, "existing certificate"],
    [/\bdeployer's sign-in\b/i, "the deployer's credentials"],
];

/** The lines that hold a word to be replaced. */
function findings(file: string, lines: readonly string[]): string[] {
    return lines.flatMap((line, index) =>
        replacements
            .filter(([pattern]) => pattern.test(line))
            .map(([pattern, instead]) => `${file}:${index + 1}: ${pattern.exec(line)?.[0] ?? ""} → ${instead}`),
    );
}

const linesOf = (file: string): string[] => readFileSync(path.join(folder, file), "utf8").split("\n");

/** Every line of code and comment may become a message or is read by people, so all are looked at. */
const sources = tracked("*.ts", "*.mjs", "*.yaml").filter(
    // Microsoft's own sentences are quoted as they are.
    (file) => !/(^|\/)tests\//.test(file) && file !== "packages/local-tenant/src/entra/signInErrors.ts",
);
/** These quote the words. */
const pages = tracked("*.md").filter((file) => file !== "CONTRIBUTING.md" && !/(^|\/)tests\//.test(file));
const tests = tracked("*.test.ts").filter((file) => file !== "tests/english.test.ts");

it.each([...sources, ...pages])("%s uses plain words", (file) => {
    expect(findings(file, linesOf(file))).toEqual([]);
});

it.each(tests)("%s has titles in plain words", (file) => {
    const titles = linesOf(file).map((line) => (/^\s*(it|test|describe)\b/.test(line) ? line : ""));
    expect(findings(file, titles)).toEqual([]);
});

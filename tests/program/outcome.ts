import type { ProgramProject } from "./project";

/** What a stack holds besides itself and its providers: URNs. */
export function registered(project: ProgramProject, stack: string): string[] {
    return project
        .resources(stack)
        .map(({ urn }) => urn)
        .filter((urn) => !/::pulumi:(pulumi|providers):/.test(urn));
}

/** The errors that a command showed in the end: each must be one line or a list of lines, and no stack. */
export function diagnostics(output: string): string[] {
    expect(output).not.toMatch(/^\s+at .*[:(]\d+/m);
    // What the program says is shown as it comes and again in the end; what the engine says by itself, only once.
    const last = output.slice(Math.max(output.lastIndexOf("Diagnostics:"), 0));
    return last.match(/^\s*error: .*(\n {6,}.*)*/gm) ?? [];
}

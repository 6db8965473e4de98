import type { Answer, Graph } from "../support";

/**
 * A request, its body, the status of its answer or a part of the answer's body, and what later steps call parts of that
 * answer: `{user}` in any of them stands for what an earlier step has learned as `user`.
 */
export type Step = readonly [
    request: `${"GET" | "POST" | "PATCH" | "PUT" | "DELETE"} /${string}`,
    body: object | null,
    expected: number | object,
    learned?: Readonly<Record<string, readonly (string | number)[]>>,
];

export type Story = readonly Step[];

/** Tells the story to the tenant. */
export async function tell(graph: Graph, known: Record<string, string>, story: Story): Promise<void> {
    const filledIn = <Value>(value: Value): Value =>
        JSON.parse(
            JSON.stringify(value).replaceAll(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole),
        ) as Value;
    for (const [request, body, expected, learned = {}] of story) {
        const [method = "", target = ""] = filledIn(request).split(/ (.*)/s);
        const answer = await graph.send(method, target, body === null ? undefined : filledIn(body));
        const seen = typeof expected === "number" ? answer.status : answer.body;
        expect({ [request]: seen }).toMatchObject({ [request]: filledIn(expected) });
        for (const [name, path] of Object.entries(learned)) {
            known[name] = String(valueAt(answer, path));
        }
    }
}

function valueAt({ body }: Answer, path: readonly (string | number)[]): unknown {
    return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], body);
}

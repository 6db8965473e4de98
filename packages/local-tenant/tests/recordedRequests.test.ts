import { scenario, type RecordedExchange } from "./recordings";
import { makeWhatIsMissing, removeWhatIsGone } from "./recordedByHand";
import { RecordedReplay } from "./recordedReplay";
import { differencesInShape } from "./recordedShape";

/** The scenarios that go on with the stack of the first one, in the order in which they were recorded. */
const firstStack = ["01", "02", "03", "04", "05", "06", "07", "14"];
/** The rest, but for 17: it signs in and asks Graph nothing. */
const others = ["08", "09", "10", "11", "12", "13", "15", "16", "18", "19", "20"];

interface Exception {
    readonly scenario: string;
    readonly step: RegExp;
    readonly statuses: readonly number[];
    readonly reason: string;
}

/** Requests that are not sent, because the recordings' server answered them as no tenant does. */
const scriptedFaults: readonly Exception[] = [
    {
        scenario: "10",
        step: /./,
        statuses: [403, 409, 429, 500, 503, 504],
        reason: "trouble on command; the requests themselves are ordinary ones",
    },
    { scenario: "10", step: /^lag-/, statuses: [400, 404], reason: "what was just made, not to be seen on command" },
    { scenario: "10", step: /^duplicate-grants-400$/, statuses: [400], reason: "nothing was there to be duplicated" },
    { scenario: "10", step: /^400-end-date$/, statuses: [400], reason: "the request asks for no end date" },
    { scenario: "10", step: /^html-answer$/, statuses: [200], reason: "an answer that is not Graph's" },
    { scenario: "13", step: /^forbidden-destroy$/, statuses: [403], reason: "refused to a caller who may" },
    { scenario: "13", step: /^destroy$/, statuses: [204], reason: "takes away an API of Microsoft's own" },
    { scenario: "13", step: /^up-after-delete$/, statuses: [200, 201, 204], reason: "what was never taken away" },
    { scenario: "18", step: /./, statuses: [403, 404], reason: "creations broken off on command" },
];

/** Answers that differ in form from the recorded ones, since Microsoft's documentation says otherwise. */
const otherAnswers: readonly { readonly request: RegExp; readonly reason: string }[] = [
    { request: /^GET .*\$select=.*,/, reason: "the recordings' server gave all properties, selected or not" },
];

describe("the tenant answers the recorded requests of the azuread provider as recorded", () => {
    let replay: RecordedReplay;

    beforeEach(async () => {
        replay = await RecordedReplay.start();
    });
    afterEach(() => replay.tenant.stop());

    test.each([["01 to 07, and 14", firstStack], ...others.map((number): [string, string[]] => [number, [number]])])(
        "scenario %s",
        async (_, numbers) => {
            for (const number of numbers) {
                const exchanges = scenario(number).exchanges.filter(({ url }) => /^\/(v1\.0|beta)\//.test(url));
                const sent = exchanges.filter((exchange) => !isScriptedFault(number, exchange));
                let accepted = 0;
                for (const exchange of sent) {
                    await expectAnswer(exchange);
                    accepted += exchange.status < 400 ? 1 : 0;
                }
                const refused = sent.length - accepted;
                process.stdout.write(
                    `scenario ${number}: ${accepted} of ${exchanges.length} requests accepted, ` +
                        `${refused} refused as recorded, ${exchanges.length - sent.length} scripted faults left out\n`,
                );
            }
            expect(replay.tenant.logged).toEqual([]);
        },
    );

    async function expectAnswer(exchange: RecordedExchange): Promise<void> {
        const { step, method, url, status, response } = exchange;
        if (status === 404) {
            await removeWhatIsGone(replay, exchange);
        }
        let answer = await replay.send(exchange);
        if (answer.status === 404 && status < 300 && (await makeWhatIsMissing(replay, exchange))) {
            answer = await replay.send(exchange);
        }
        const isOther = otherAnswers.some(({ request }) => request.test(`${method} ${url}`));
        const differences = isOther ? [] : differencesInShape(response, answer.body);
        const request = `${step}: ${method} ${url}`;
        const expected = { request, status, code: errorCode(response), differences: [] };
        expect({ request, status: answer.status, code: errorCode(answer.body), differences }).toEqual(expected);
    }
});

test("every scripted fault that is left out is in the recordings", () => {
    const idle = scriptedFaults.filter(
        (fault) => !scenario(fault.scenario).exchanges.some((one) => isFault(fault, one)),
    );
    expect(idle).toEqual([]);
});

function isScriptedFault(number: string, exchange: RecordedExchange): boolean {
    return scriptedFaults.some((fault) => fault.scenario === number && isFault(fault, exchange));
}

function isFault(fault: Exception, { step, status }: RecordedExchange): boolean {
    return fault.step.test(step) && fault.statuses.includes(status);
}

/** Graph's code of a refusal. */
function errorCode(body: unknown): string | undefined {
    return (body as { readonly error?: { readonly code?: string } } | undefined)?.error?.code;
}

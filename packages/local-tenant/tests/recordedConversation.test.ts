import { scenario, trimmed, type RecordedExchange } from "./recordings";
import { RecordedReplay } from "./recordedReplay";

/** The azuread provider's own requests, recorded, sent to the local tenant: it must answer in the same form. */
describe("the recorded conversation of the azuread provider", () => {
    let replay: RecordedReplay;

    beforeEach(async () => {
        replay = await RecordedReplay.start();
    });
    afterEach(() => replay.tenant.stop());

    test.each([
        ["creates, updates and destroys a stack, rotating certificates", ["01", "04", "05", "06", "07", "14"]],
        ["takes values out of a stack", ["19"]],
    ])("%s", async (_, numbers) => {
        const exchanges = numbers.flatMap((number) => scenario(number).exchanges);
        for (const exchange of exchanges.filter(({ url }) => /^\/(v1\.0|beta)\//.test(url))) {
            await compare(exchange);
        }
        expect(replay.tenant.logged).toEqual([]);
    });

    async function compare(exchange: RecordedExchange): Promise<void> {
        const { method, url, status, response } = exchange;
        const answer = await replay.send(exchange);
        const context = `${method} ${url}`;
        expect([context, answer.status]).toEqual([context, status]);
        if (response !== undefined && !JSON.stringify(response).includes(trimmed)) {
            expect([context, comparable(answer.body)]).toEqual([context, comparable(replay.translate(response))]);
        }
    }
});

/**
 * Leaves out what differs each time, and of service principals what follows the application: the recordings' server was
 * a scripted one that let it be.
 */
function comparable(body: unknown): unknown {
    const always = ["createdDateTime", "innerError"];
    const following = ["displayName", "appDisplayName", "homepage", "servicePrincipalNames", "signInAudience"];
    return JSON.parse(JSON.stringify(body), function (this: object, key, value: unknown) {
        if (key === "applicationTemplateId" && "appDisplayName" in this) {
            return undefined; // The recordings' server did not have it.
        }
        const isLeftOut = always.includes(key) || ("appDisplayName" in this && following.includes(key));
        return isLeftOut ? "(left out)" : value;
    }) as unknown;
}

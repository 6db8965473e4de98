import { twoTenantSeed } from "../src";
import { ExchangeApplication } from "./exchangeSupport";
import { exchangeAdministrator, seedWith, TestTenant, type Answer, type Json } from "./support";

const names = (rows: readonly Json[]): string[] => rows.map(({ DisplayName }) => DisplayName);

describe("a list of Exchange's admin API", () => {
    let tenant: TestTenant;
    let application: ExchangeApplication;
    let people: readonly string[];

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: twoTenantSeed() });
        application = await ExchangeApplication.register(tenant, await tenant.graph(), exchangeAdministrator);
        people = tenant.running.tenants[0]?.people ?? [];
    });
    afterAll(() => tenant.stop());

    it("of a cmdlet continues when the same body is posted to its link, not by a GET", async () => {
        const body = { CmdletInput: { CmdletName: "Get-Mailbox", Parameters: { ResultSize: 6 } } };
        const prefer = { prefer: "odata.maxpagesize=4" };
        const first = await application.send("POST", "InvokeCommand?$select=DisplayName", body, prefer);
        expect(first.body.value).toEqual(people.slice(0, 4).map((DisplayName) => ({ DisplayName })));
        const link = first.body["@odata.nextLink"] ?? "";
        const second = await application.send("POST", link, body, prefer);
        expect(second.body.value).toEqual(people.slice(4, 6).map((DisplayName) => ({ DisplayName })));
        expect(second.body).not.toHaveProperty("@odata.nextLink");
        expect((await application.send("GET", link, undefined, prefer)).status).toBeGreaterThanOrEqual(400);
    });

    it("of a cmdlet is JSON, and refused as anything else", async () => {
        const body = { CmdletInput: { CmdletName: "Get-Mailbox" } };
        const send = (format: string): Promise<Answer> =>
            application.send("POST", "InvokeCommand", body, { "x-responseformat": format });
        expect((await send("json")).status).toBe(200);
        expect((await send("clixml")).body.error.message).toBe(
            "The local tenant does not implement X-ResponseFormat: clixml.",
        );
    });

    it("of mailboxes continues by a GET, with the page size of Prefer unless there is $top", async () => {
        const prefer = { prefer: "odata.maxpagesize=4" };
        const first = await application.send("GET", "Mailbox", undefined, prefer);
        expect(names(first.body.value)).toEqual(people.slice(0, 4));
        const next = await application.send("GET", first.body["@odata.nextLink"] ?? "", undefined, prefer);
        expect(names(next.body.value)).toEqual(people.slice(4));
        expect((await application.send("GET", "Mailbox?$top=2", undefined, prefer)).body.value).toHaveLength(2);
        expect((await application.send("GET", "Mailbox?$top=0")).status).toBe(400);
        expect((await application.send("GET", "Mailbox?$skiptoken=x")).status).toBe(400);
    });

    it("is empty when the page size is 0", async () => {
        const { status, body } = await application.send("GET", "Mailbox", undefined, {
            prefer: "odata.maxpagesize=0",
        });
        expect(status).toBe(200);
        expect(body.value).toEqual([]);
        expect(body).not.toHaveProperty("@odata.nextLink");
    });

    it("is for tokens that name Exchange Online by its client id, too", async () => {
        const token = await application.token("00000002-0000-0ff1-ce00-000000000000/.default");
        const answer = await application.send("GET", "Mailbox", undefined, { authorization: `Bearer ${token}` });
        expect(answer.status).toBe(200);
    });

    it.each([
        ["the tenant's id", (): string => tenant.tenantId, 200],
        ["the tenant's domain", (): string => "exoip.onmicrosoft.com", 200],
        ["another tenant", (): string => "fabrikam.onmicrosoft.com", 400],
        ["no tenant", (): string => "nowhere.onmicrosoft.com", 400],
    ])("is found with an anchor mailbox of %s, or not", async (_, organization, status) => {
        const anchor = `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${organization()}`;
        const answer = await application.send("GET", "Mailbox?$top=1", undefined, { "x-anchormailbox": anchor });
        expect(answer.status).toBe(status);
        if (status === 400) {
            expect(answer.body.error).toMatchObject({ code: "ErrorIncorrectRoutingHint" });
        }
    });
});

describe("a tenant with a rate", () => {
    let tenant: TestTenant;
    let application: ExchangeApplication;
    let clockOffset = 0;

    beforeAll(async () => {
        tenant = await TestTenant.start({
            seed: seedWith({}, { exchangeRequestsPerMinute: 2 }),
            now: () => new Date(Date.now() + clockOffset),
        });
        application = await ExchangeApplication.register(tenant, await tenant.graph(), exchangeAdministrator);
    });
    afterAll(() => tenant.stop());

    it("says how many requests are left, refuses one too many, and says when to come back", async () => {
        const first = await application.send("GET", "Mailbox");
        expect(first.headers.get("rate-limit-remaining")).toBe("1");
        expect(Date.parse(first.headers.get("rate-limit-reset") ?? "")).toBeGreaterThan(Date.now());
        expect((await application.send("GET", "Mailbox")).headers.get("rate-limit-remaining")).toBe("0");
        const refused = await application.send("GET", "Mailbox");
        expect(refused.status).toBe(429);
        expect(refused.body.error.message).toContain("maximum number of concurrent requests per tenant");
        const seconds = Number(refused.headers.get("retry-after"));
        expect(seconds).toBeGreaterThan(50);
        expect(seconds).toBeLessThanOrEqual(60);
        clockOffset = seconds * 1000;
        expect((await application.send("GET", "Mailbox")).status).toBe(200);
    });
});

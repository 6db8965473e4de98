import { readFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../src/audit/rules";
import { policies } from "../../policy/policies";
import { compliantStack, resourceOf, runPolicies, theOne, unknownText, type RecordedResource } from "./policyRun";

const azuread = (name: string): string => `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const application = azuread("Application");
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";

/** Gives a recorded resource other properties. */
const set =
    (type: string, props: Record<string, unknown>) =>
    (stack: RecordedResource[]): string => {
        const resource = theOne(stack, type);
        Object.assign(resource.props, props);
        return resource.urn;
    };
/** Adds a resource of the recorded application. */
const add =
    (type: string, props: Record<string, unknown>) =>
    (stack: RecordedResource[]): string => {
        const resource = resourceOf(
            type,
            "more",
            { applicationId: unknownText, ...props },
            {
                applicationId: [theOne(stack, application).urn],
            },
        );
        stack.push(resource);
        return resource.urn;
    };

/** Several changes; the first names the resource. */
const both =
    (first: (stack: RecordedResource[]) => string, second: (stack: RecordedResource[]) => unknown) =>
    (stack: RecordedResource[]): string => {
        second(stack);
        return first(stack);
    };
const credential = set(azuread("ApplicationCertificate"), {});

/** By policy: what makes the compliant stack violate it, and the resource that is named. */
const violations: Readonly<Record<string, (stack: RecordedResource[]) => string>> = {
    "global-administrator": set(azuread("DirectoryRoleAssignment"), { roleId: globalAdministrator }),
    "tenant-takeover": set(azuread("DirectoryRoleAssignment"), { roleId: "e8611ab8-c189-46e8-94e1-60213ab1f814" }),
    "outside-least-privilege": set(azuread("DirectoryRoleAssignment"), { roleId: exchangeAdministrator }),
    "multi-tenant-audience": set(application, { signInAudience: "AzureADMultipleOrgs" }),
    "owner-missing": both(set(application, { owners: [] }), set(azuread("ServicePrincipal"), { owners: [] })),
    "long-lived-credential": both(
        credential,
        set("tls:index/selfSignedCert:SelfSignedCert", { validityPeriodHours: 9000 }),
    ),
    "weak-key": both(credential, set("tls:index/privateKey:PrivateKey", { rsaBits: 1024 })),
    "ended-credential": set(azuread("ApplicationCertificate"), {
        startDate: "2020-01-01T00:00:00Z",
        endDate: "2020-06-01T00:00:00Z",
    }),
    "client-secret": add(azuread("ApplicationPassword"), { endDate: unknownText, value: "a secret" }),
    "federated-credential-added": add(azuread("ApplicationFederatedIdentityCredential"), {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/scripts:ref:refs/heads/main",
    }),
    "permission-requested": add(azuread("ApplicationApiAccess"), {
        apiClientId: "00000003-0000-0000-c000-000000000000",
        roleIds: ["7ab1d382-f21e-4acd-a863-ba3e13f7da61"],
    }),
    "foreign-object-adopted": set(azuread("ServicePrincipal"), { useExisting: true }),
};

const notJudged = ["not-judged", "changes-not-judged"];

describe("the policy pack", () => {
    it("has a policy for each rule that can be judged before the update, with the rule's own words", () => {
        expect(Object.keys(violations).sort()).toEqual(
            policies
                .map(({ name }) => name)
                .filter((name) => !notJudged.includes(name))
                .sort(),
        );
        for (const { name, displayName, remediationSteps } of policies.filter(
            ({ name }) => !notJudged.includes(name),
        )) {
            expect(rules).toContainEqual(
                expect.objectContaining({ id: name, title: displayName, remedy: remediationSteps }),
            );
        }
    });

    it("objects to nothing in a stack that follows the rules, and says which rules it cannot judge", async () => {
        const reported = await runPolicies(compliantStack());
        expect(reported.map(({ policy }) => policy)).toEqual(["changes-not-judged"]);
        for (const { id } of rules) {
            expect(reported[0]?.message.includes(id)).toBe(!policies.some(({ name }) => name === id));
        }
    });

    it.each(Object.entries(violations))(
        "%s finds what breaks the rule, and names the resource",
        async (name, change) => {
            const stack = compliantStack();
            const urn = change(stack);
            const reported = await runPolicies(stack);
            expect(reported.filter(({ policy }) => policy === name)).toEqual([
                { policy: name, message: expect.stringContaining("exo") as string, urn },
            ]);
        },
    );

    it("stops a preview for what is critical or high, and shows the rest", () => {
        for (const { name, enforcementLevel } of policies) {
            const severity = rules.find(({ id }) => id === name)?.severity ?? "low";
            expect({ name, enforcementLevel }).toEqual({
                name,
                enforcementLevel: severity === "critical" || severity === "high" ? "mandatory" : "advisory",
            });
        }
    });
});

describe("what a preview does not know", () => {
    it("is reported as not judged, and never as right or wrong", async () => {
        const stack = compliantStack();
        const role = set(azuread("DirectoryRoleAssignment"), { roleId: unknownText })(stack);
        set("tls:index/selfSignedCert:SelfSignedCert", { validityPeriodHours: unknownText })(stack);
        const certificate = theOne(stack, azuread("ApplicationCertificate"));
        const reported = await runPolicies(stack);
        expect(reported.map(({ policy, urn }) => ({ policy, urn }))).toEqual(
            expect.arrayContaining([
                { policy: "not-judged", urn: role },
                { policy: "not-judged", urn: certificate.urn },
            ]),
        );
        expect(new Set(reported.map(({ policy }) => policy))).toEqual(new Set(notJudged));
    });

    it("includes resources of a type that the audit does not understand", async () => {
        const stack = [...compliantStack(), resourceOf("azuread:index/accessPackage:AccessPackage", "more", {})];
        expect(await runPolicies(stack)).toContainEqual({
            policy: "not-judged",
            message: expect.stringMatching(/^Not judged: more: /) as string,
            urn: stack.at(-1)?.urn,
        });
    });
});

describe("the configuration of a policy", () => {
    const administrator = (): RecordedResource[] => {
        const stack = compliantStack();
        set(azuread("DirectoryRoleAssignment"), { roleId: exchangeAdministrator })(stack);
        return stack;
    };
    const policiesOf = async (...args: Parameters<typeof runPolicies>): Promise<string[]> =>
        (await runPolicies(...args)).map(({ policy }) => policy).filter((name) => !notJudged.includes(name));

    it("accepts an access or a login, and no other", async () => {
        const configured = (settings: object): Promise<string[]> =>
            policiesOf(administrator(), { "outside-least-privilege": { ...settings } });
        expect(await configured({ allow: ["Exchange Administrator"] })).toEqual([]);
        expect(await configured({ allow: ["Global Reader"] })).toEqual(["outside-least-privilege"]);
        expect(await configured({ except: ["exo"] })).toEqual([]);
        expect(await configured({ except: ["another"] })).toEqual(["outside-least-privilege"]);
    });

    it("moves the limits of a rule", async () => {
        expect(await policiesOf(compliantStack(), { "long-lived-credential": { validityDays: 90 } })).toEqual([
            "long-lived-credential",
        ]);
        expect(await policiesOf(compliantStack(), { "weak-key": { rsaBits: 3072 } })).toEqual(["weak-key"]);
    });

    it("has a default for everything that the schema describes", () => {
        for (const { configSchema } of policies) {
            for (const property of Object.values(configSchema?.properties ?? {})) {
                expect(property).toHaveProperty("default");
                expect(property).toHaveProperty("description");
            }
        }
    });
});

describe("secrets", () => {
    it("reach no message, though a policy is shown them in the clear", async () => {
        const stack = compliantStack();
        for (const { props } of stack) {
            const planted = {
                value: "planted-secret",
                privateKeyPem: "planted-secret",
                password: [{ value: "planted-secret" }],
            };
            Object.assign(props, planted);
        }
        for (const change of Object.values(violations)) {
            change(stack);
        }
        const reported = await runPolicies(stack);
        expect(reported.length).toBeGreaterThanOrEqual(10);
        expect(JSON.stringify(reported)).not.toContain("planted-secret");
    });
});

describe("the folder of the policy pack", () => {
    const read = (...names: string[]): unknown =>
        JSON.parse(readFileSync(path.join(__dirname, "../..", ...names), "utf8"));

    it("has the version of the package", () => {
        const { version } = read("package.json") as { version: string };
        expect(read("policy", "package.json")).toMatchObject({ version, main: "../dist/policy/index.js" });
    });
});

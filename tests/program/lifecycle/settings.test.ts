import { expectChanges, LocalStack, type Config } from "./localStack";

jest.setTimeout(180_000);

const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

let stack: LocalStack;
/** Object ids of the deployers: the one that runs the program, and another one. */
let engineer: string;
let pipeline: string;

beforeAll(async () => {
    stack = await LocalStack.create();
    const objectIdOf = async (deployer: number): Promise<string> => {
        const { ARM_CLIENT_ID } = stack.graph.deployer(0, deployer);
        const { value } = await stack.graph.get<{ value: { id: string }[] }>(
            `/v1.0/servicePrincipals?$filter=appId eq '${ARM_CLIENT_ID}'`,
        );
        return value[0]?.id ?? "";
    };
    engineer = await objectIdOf(0);
    pipeline = await objectIdOf(1);
});

afterAll(() => stack.close());

const application = "update azuread:Application exo";
const servicePrincipal = "update azuread:ServicePrincipal exo";
const role = (templateId: string): string => `azuread:DirectoryRoleAssignment exo-${templateId}`;

interface Step {
    readonly name: string;
    /** What is different from the step before; undefined takes a value away. */
    readonly config: () => Config;
    readonly changes: readonly (readonly string[])[];
}

const steps: readonly Step[] = [
    {
        name: "the creation: each object after those that it needs",
        config: () => ({}),
        changes: [
            [
                "create tls:PrivateKey exo-current",
                "create tls:SelfSignedCert exo-current",
                "create azuread:ApplicationCertificate exo-current",
            ],
            ["create azuread:Application exo", "create azuread:ApplicationCertificate exo-current"],
            [
                "create azuread:Application exo",
                "create azuread:ServicePrincipal exo",
                "create azuread:AppRoleAssignment exo-exchange-manage-as-app",
            ],
            ["create azuread:ServicePrincipal exo", `create ${role(exchangeAdministrator)}`],
        ],
    },
    {
        name: "display name, description, audience and first owners: one update in place of application and service principal",
        config: () => ({
            displayName: "EXO reports",
            description: "Mailbox reports, every night",
            signInAudience: "AzureADMultipleOrgs",
            owners: [engineer, pipeline],
        }),
        changes: [[application], [servicePrincipal]],
    },
    {
        name: "a description less and a role more: the other role is not touched",
        config: () => ({ description: undefined, roles: ["Exchange Administrator", "Global Reader"] }),
        changes: [[application], [`create ${role(globalReader)}`]],
    },
    {
        name: "the same owners and roles in another order: nothing",
        config: () => ({ owners: [pipeline, engineer], roles: [globalReader, "Exchange Administrator"] }),
        changes: [],
    },
    {
        name: "an owner and a role less: nothing is replaced",
        config: () => ({ owners: [engineer], roles: ["Global Reader"] }),
        changes: [[application], [servicePrincipal], [`delete ${role(exchangeAdministrator)}`]],
    },
    {
        name: "owners left out again, a role group in place of roles: only the last assignment goes",
        config: () => ({ owners: undefined, roles: [], exchangeRoleGroups: ["View-Only Organization Management"] }),
        changes: [[`delete ${role(globalReader)}`]],
    },
];

describe("a setting changes only what it is about", () => {
    let config: Config = {};

    it.each(steps)("$name", async (step) => {
        config = { ...config, ...step.config() };
        stack.configure(config);
        expectChanges(await stack.up(), ...step.changes);
    });

    it("and the tenant has what was set last", async () => {
        const { applicationObjectId, servicePrincipalObjectId } = stack.connection();
        const path = `/v1.0/applications/${applicationObjectId}`;
        expect(await stack.graph.get(path)).toMatchObject({
            displayName: "EXO reports",
            description: null,
            signInAudience: "AzureADMultipleOrgs",
        });
        for (const object of [path, `/v1.0/servicePrincipals/${servicePrincipalObjectId}`]) {
            const { value } = await stack.graph.get<{ value: { id: string }[] }>(`${object}/owners`);
            expect(value.map(({ id }) => id)).toEqual([engineer]);
        }
    });

    it("destroys the grants before what they are granted to, and the application last", async () => {
        expectChanges(
            await stack.run(["destroy"]),
            [
                "delete azuread:AppRoleAssignment exo-exchange-manage-as-app",
                "delete azuread:ServicePrincipal exo",
                "delete azuread:Application exo",
            ],
            [
                "delete azuread:ApplicationCertificate exo-current",
                "delete tls:SelfSignedCert exo-current",
                "delete tls:PrivateKey exo-current",
            ],
            ["delete azuread:ApplicationCertificate exo-current", "delete azuread:Application exo"],
        );
    });
});

import { createPrivateKey } from "node:crypto";
import { parseConnection } from "../../src/connection/parse";
import type { LabLogin } from "./lab";
import type { AcceptanceProject, Ended } from "./project";

/** What a run works on. */
export interface Story {
    readonly project: AcceptanceProject;
    readonly tenantId: string;
    readonly organization: string;
    readonly environment: string;
    /** Display name of the application; begins with the run's prefix. */
    readonly displayName: string;
}

/** One step of the story, as a sentence. It throws what went wrong. */
export interface Step {
    readonly title: string;
    readonly run: (story: Story) => Promise<void>;
}

const certificate = { commonName: "exo-unattended acceptance", validityDays: 30 };
const current = { current: certificate };
const both = { ...current, next: certificate };

/** Everything that the product does for a login, up to the moment before it is taken away. */
export const steps: readonly Step[] = [
    {
        title: "preflight is ready",
        run: async ({ project }) => {
            expectStatus(await project.exo("preflight", "--stack", project.stack), 0);
        },
    },
    {
        title: "the update is made and the login is verified",
        run: async ({ project }) => {
            expectStatus(await project.exo("up", "--yes", "--skip-preview", "--stack", project.stack), 0);
        },
    },
    {
        title: "a second update changes nothing",
        run: async ({ project }) => {
            expectStatus(await project.pulumi("preview", "--expect-no-changes"), 0);
        },
    },
    {
        title: "a second certificate is added, and both are accepted",
        run: async (story) => {
            await update(story, { certificates: both });
            expectStatus(await story.project.exo("verify", "--stack", story.project.stack, "--certificate", "next"), 0);
            expectStatus(await story.project.exo("verify", "--stack", story.project.stack), 0);
        },
    },
    {
        title: "the second certificate becomes active, and the first is removed",
        run: async (story) => {
            await update(story, { certificates: both, activeCertificate: "next" });
            await update(story, { certificates: { next: certificate }, activeCertificate: "next" });
            expectStatus(await story.project.exo("verify", "--stack", story.project.stack), 0);
        },
    },
    {
        title: "what the state has lost is found and taken back",
        run: async ({ project }) => {
            const urn = await urnOf(project, "azuread:index/appRoleAssignment:AppRoleAssignment");
            expectStatus(await project.pulumi("state", "delete", urn, "--yes"), 0);
            expectStatus(await project.exo("repair", "--stack", project.stack, "--yes"), 0);
            expectStatus(await project.pulumi("preview", "--expect-no-changes"), 0);
        },
    },
];

/** Changes the application behind the stack's back, and has the next update put it back. */
export const drift: Step = {
    title: "drift in the tenant is found and put back",
    run: async ({ project }) => {
        const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
        if (preview.status === 0) {
            throw new Error("a preview with --refresh does not show the drift");
        }
        expectStatus(await project.pulumi("up", "--refresh", "--yes", "--skip-preview"), 0);
        expectStatus(await project.exo("verify", "--stack", project.stack), 0);
    },
};

/** What a stack of this run has in its configuration. */
export function configuration(
    { tenantId, organization, environment, displayName }: Omit<Story, "project">,
    changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
    const own = { organization, displayName, roles: ["Global Reader"], certificates: current, ...changes };
    return {
        "azuread:tenantId": tenantId,
        ...(environment === "global" ? {} : { "azuread:environment": environment }),
        ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`exo-unattended:${key}`, value])),
    };
}

async function update(story: Story, changes: Readonly<Record<string, unknown>>): Promise<void> {
    story.project.configure(configuration(story, changes));
    expectStatus(await story.project.pulumi("up", "--yes", "--skip-preview"), 0);
}

async function urnOf(project: AcceptanceProject, type: string): Promise<string> {
    const { stdout } = await project.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
        readonly deployment: { readonly resources: readonly { readonly type: string; readonly urn: string }[] };
    };
    const found = deployment.resources.find((resource) => resource.type === type);
    if (found === undefined) {
        throw new Error(`the stack has no ${type}`);
    }
    return found.urn;
}

/** The login as the stack has it now. */
export async function loginOf(project: AcceptanceProject): Promise<LabLogin> {
    const { stdout, status } = await project.pulumi("stack", "output", "--json", "--show-secrets");
    if (status !== 0) {
        throw new Error("the stack's outputs cannot be read");
    }
    const outputs = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    return {
        connection: parseConnection(outputs["connection"]),
        certificatePem: String(outputs["certificatePem"]),
        privateKey: createPrivateKey(String(outputs["privateKeyPem"])),
    };
}

/** @throws Error with the end of what the command printed */
export function expectStatus({ status, output }: Ended, wanted: number): void {
    if (status !== wanted) {
        throw new Error(`it ended with ${status}:\n${output.trimEnd().split("\n").slice(-25).join("\n")}`);
    }
}

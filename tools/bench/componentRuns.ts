import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { waitDivisorVariable } from "provider-stand-ins";

/** What is measured of the components; `bench/components.ts` runs this file in a sandbox and reads it. */
export interface ComponentRuns {
    readonly flat: Comparison;
    readonly component: Comparison;
    /** Of the component's resources, with all waits of the azuread provider. */
    readonly destroySeconds: number;
    readonly instances: readonly Instances[];
}

/** One of the two programs that make the same resources. */
export interface Comparison {
    /** What the engine asked the providers in the first update: Check, Diff, Create, Invoke and the like. */
    readonly calls: number;
    /** Of each first update. */
    readonly updateSeconds: readonly number[];
    /** Of each preview right after it. */
    readonly previewSeconds: readonly number[];
}

/** A program with so many logins: the better of two runs. */
export interface Instances {
    readonly count: number;
    readonly seconds: number;
    /** Peak memory of the program's process. */
    readonly megabytes: number;
}

/** File that this leaves in the working folder. */
export const resultFile = "component-runs.json";

const quick = { [waitDivisorVariable]: "1000" };
const component = "examples/migration/3-renewed";
const repetitions = 5;
/** What the engine asks of a provider for the sake of a resource or a look-up. */
const asked = ["Check", "Diff", "Create", "Read", "Update", "Delete", "Invoke"];

function pulumi(program: string, command: string, env: NodeJS.ProcessEnv = quick): number {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync("pulumi", [...command.split(" "), "--cwd", program], {
        env: { ...process.env, ...env },
        encoding: "utf8",
    });
    if (status !== 0) {
        throw new Error(`pulumi ${command} of ${program} ended with ${status ?? "a signal"}:\n${stdout}${stderr}`);
    }
    return (performance.now() - started) / 1000;
}

function initialize(program: string, stack: string): void {
    pulumi(program, `stack init ${stack}`);
    pulumi(program, `config set azuread:tenantId ${process.env.ARM_TENANT_ID ?? ""}`, { PULUMI_STACK: stack });
    pulumi(program, "config set organization exoip.onmicrosoft.com", { PULUMI_STACK: stack });
}

/** The whole life of both programs by turns, so that whatever else this machine does befalls both. */
function compare(): Pick<ComponentRuns, "flat" | "component" | "destroySeconds"> {
    const lives = [new Life("examples/migration/1-by-hand"), new Life(component)] as const;
    for (let turn = 1; turn < repetitions; turn++) {
        for (const life of lives) {
            life.create();
            life.destroy(quick);
        }
    }
    const [flat, ours] = lives;
    flat.create();
    flat.destroy(quick);
    ours.create();
    return { flat, component: ours, destroySeconds: ours.destroy() };
}

/** A stack of a program that comes and goes. */
class Life implements Comparison {
    calls = 0;
    readonly updateSeconds: number[] = [];
    readonly previewSeconds: number[] = [];

    private readonly stack: string;

    constructor(private readonly program: string) {
        this.stack = path.basename(program);
        initialize(program, this.stack);
    }

    create(): void {
        const log = path.resolve("grpc.jsonl");
        // With the published provider's waits: they are a part of what people wait for.
        const env = { PULUMI_STACK: this.stack };
        this.updateSeconds.push(pulumi(this.program, "up --yes --skip-preview", { ...env, PULUMI_DEBUG_GRPC: log }));
        const methods = [...readFileSync(log, "utf8").matchAll(/"method":"\/pulumirpc\.ResourceProvider\/(\w+)"/g)];
        this.calls = methods.filter(([, method = ""]) => asked.includes(method)).length;
        rmSync(log);
        this.previewSeconds.push(pulumi(this.program, "preview --expect-no-changes", env));
    }

    /** @returns the seconds that it took */
    destroy(waits: NodeJS.ProcessEnv = {}): number {
        return pulumi(this.program, "destroy --yes --skip-preview", { ...waits, PULUMI_STACK: this.stack });
    }
}

/**
 * The first update of programs with more and more logins. The engine is told not to write the whole state after each
 * step: that alone takes most of the time with 50 logins, grows with their square, and has nothing to do with what they are.
 */
function growth(): Instances[] {
    const program = "examples/migration/many";
    mkdirSync(program);
    writeFileSync(path.join(program, "Pulumi.yaml"), readFileSync(path.join(component, "Pulumi.yaml"), "utf8"));
    writeFileSync(
        path.join(program, "index.ts"),
        `import * as pulumi from "@pulumi/pulumi";
         import { UnattendedAccess } from "../../../components";
         const tenantId = new pulumi.Config("azuread").require("tenantId");
         const organization = new pulumi.Config().require("organization");
         const count = Number(process.env.BENCH_COUNT);
         for (let index = 0; index < count; index++) {
             const displayName = \`login \${index} of \${pulumi.getStack()}\`;
             new UnattendedAccess(\`login-\${index}\`, { tenantId, organization, displayName });
         }`,
    );
    const peak = path.resolve("peak");
    const probe = path.resolve("probe.js");
    writeFileSync(
        probe,
        `if (/cmd.run/.test(process.argv[1] ?? "")) process.on("exit", () =>
             require("node:fs").writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
    );
    const measure = (count: number, attempt: number): Instances => {
        const stack = `${count}-${attempt}`;
        initialize(program, stack);
        const seconds = pulumi(program, "up --yes --skip-preview", {
            ...quick,
            PULUMI_EXPERIMENTAL: "true",
            PULUMI_SKIP_CHECKPOINTS: "true",
            PULUMI_STACK: stack,
            BENCH_COUNT: String(count),
            NODE_OPTIONS: `--require ${probe}`,
        });
        return { count, seconds, megabytes: Number(readFileSync(peak, "utf8")) / 1024 };
    };
    return [1, 5, 10, 25, 50].map((count) => {
        const attempts = [measure(count, 1), measure(count, 2)];
        return {
            count,
            seconds: Math.min(...attempts.map(({ seconds }) => seconds)),
            megabytes: Math.min(...attempts.map(({ megabytes }) => megabytes)),
        };
    });
}

if (require.main === module) {
    rmSync(resultFile, { force: true });
    const runs: ComponentRuns = { ...compare(), instances: growth() };
    writeFileSync(resultFile, JSON.stringify(runs));
}

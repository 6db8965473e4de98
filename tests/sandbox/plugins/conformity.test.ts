import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Environments, type Outcome, replay } from "./replay";
import { type ReplayServer, startReplayServer } from "./replayServer";

let server: ReplayServer;
let folder: string;
let trust: { SSL_CERT_FILE: string };

beforeAll(async () => {
    server = await startReplayServer();
    folder = mkdtempSync(path.join(tmpdir(), "replay-"));
    trust = { SSL_CERT_FILE: path.join(folder, "ca.pem") };
    writeFileSync(trust.SSL_CERT_FILE, server.certificatePem);
});
afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
});

const scenarios = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "18", "19", "20"];

test.each(scenarios)("scenario %s", async (number) => {
    process.env.SSL_CERT_FILE = trust.SSL_CERT_FILE;
    const environments: Environments = {};
    const outcomes = await replay(number, server, environments);
    const failed = outcomes.filter(({ differences }) => differences.length > 0);
    console.log(report(number, outcomes, failed));
    expect(failed).toEqual([]);
});

function report(number: string, outcomes: readonly Outcome[], failed: readonly Outcome[]): string {
    return `${number}: ${String(outcomes.length - failed.length)} of ${String(outcomes.length)} conforming\n` + failed.map(f=>f.name+"\n   "+f.differences.map(d=>d.slice(0,600)).join("\n   ")).join("\n");
}

import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { LanguageHost } from "./language/host";
import { runInOwnProcess } from "./language/program";
import { createServer, runPlugin } from "./protocol/process";

const host = new LanguageHost(process.argv.at(-1) ?? "", process.env, runInOwnProcess);
const server = createServer();
server.addService(LanguageRuntimeService, host.service);
void runPlugin(server, () => {
    host.stop();
});

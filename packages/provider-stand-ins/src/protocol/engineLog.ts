import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** What a plugin shows in the terminal by way of the engine. */
export class EngineLog {
    private client: EngineClient | undefined;
    private address: string | undefined;

    /** Where the engine listens; as long as nobody has told, nothing is shown. */
    connectTo(address: string): void {
        this.address = address;
    }

    /** Shows an error below a resource. An engine that does not take it is about to end. */
    async error(urn: string, message: string): Promise<void> {
        if (this.address === undefined || this.address === "") {
            return;
        }
        const client = (this.client ??= new EngineClient(this.address, credentials.createInsecure()));
        const request = new LogRequest();
        request.setSeverity(LogSeverity.ERROR);
        request.setUrn(urn);
        request.setMessage(message);
        await new Promise<void>((resolve) => {
            client.log(request, new Metadata(), { deadline: Date.now() + 2000 }, () => {
                resolve();
            });
        });
    }
}

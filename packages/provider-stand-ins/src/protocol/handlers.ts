import { type handleUnaryCall, Metadata, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ProviderError } from "./provider";

/** One request, one response; what is thrown becomes a plain text, never a stack trace. */
export function unary<Request, Response>(
    answer: (request: Request) => Response | Promise<Response>,
    detailsOf: (error: unknown) => Metadata = () => new Metadata(),
): handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => answer(call.request))
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback({ code: status.UNKNOWN, details: messageOf(error), metadata: detailsOf(error) });
                },
            );
    };
}

function messageOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof ProviderError ? message : `the stand-in plugin has a defect: ${message}`;
}

/** Answers every method of a service with the same refusal; what is implemented is spread over it. */
export function unimplemented(service: object, details: string): UntypedServiceImplementation {
    const answer: handleUnaryCall<unknown, unknown> = (_, callback) => {
        callback({ code: status.UNIMPLEMENTED, details });
    };
    return Object.fromEntries(Object.keys(service).map((method) => [method, answer]));
}

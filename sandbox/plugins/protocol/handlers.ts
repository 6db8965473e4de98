import { type handleUnaryCall, Metadata, status, type UntypedServiceImplementation } from "@grpc/grpc-js";

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
                    const details = error instanceof Error ? error.message : String(error);
                    callback({ code: status.UNKNOWN, details, metadata: detailsOf(error) });
                },
            );
    };
}

/** Answers every method of a service with the same refusal; what is implemented is spread over it. */
export function unimplemented(service: object, details: string): UntypedServiceImplementation {
    const answer: handleUnaryCall<unknown, unknown> = (_, callback) => {
        callback({ code: status.UNIMPLEMENTED, details });
    };
    return Object.fromEntries(Object.keys(service).map((method) => [method, answer]));
}

import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An error for the person at the terminal: the engine shows its message as one diagnostic, without a stack. */
export class UserError extends pulumi.RunError {
    constructor(message: string) {
        super(message);
        // The SDK would put the name of every property that it passes through on its way before the message.
        Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
    }

    /** Pulumi's runner inspects errors; on many Node versions inspecting a stack of the SDK takes 20 s or more. */
    [inspect.custom](): string {
        return this.message;
    }
}

import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An error for the person at the terminal: the engine shows its message as one diagnostic, without a stack. */
export class UserError extends pulumi.RunError {
    /** Pulumi's runner inspects errors; on many Node versions inspecting a stack of the SDK takes 20 s or more. */
    [inspect.custom](): string {
        return this.message;
    }
}

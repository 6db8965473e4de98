#!/usr/bin/env node
import { UserError } from "../errors/userError";
import { systemReason } from "../files/systemReason";
import { fail } from "./fail";
import { program } from "./program";

// `exo-unattended … | head` closes the pipe; that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
        fail(new UserError(`cannot write to standard output: ${systemReason(error)}`));
        process.exit();
    }
});

process.once("uncaughtException", (error) => {
    fail(error);
    process.exit();
});

program().parseAsync().catch(fail);

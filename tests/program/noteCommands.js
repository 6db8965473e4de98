// Loaded before our command: notes each `pulumi` command that it starts, one a line.
const { appendFileSync } = require("node:fs");
const { subscribe } = require("node:diagnostics_channel");

subscribe("child_process", ({ process: child }) => {
    child.once("spawn", () => {
        const [command, ...args] = child.spawnargs;
        if (command === "pulumi") {
            appendFileSync(process.env.NOTED_COMMANDS, `${args.join(" ")}\n`);
        }
    });
});

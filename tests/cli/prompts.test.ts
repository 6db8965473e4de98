import { PassThrough } from "node:stream";
import { interruptible } from "../../src/cli/terminal/interruptible";
import { ask } from "../../src/cli/terminal/prompts";
import { ExitStatus } from "../../src/errors/exitStatus";

/** A terminal in which a person types. */
function terminal(): { input: PassThrough & { isTTY: boolean }; output: PassThrough & { isTTY: boolean } } {
    const stream = (): PassThrough & { isTTY: boolean } => Object.assign(new PassThrough(), { isTTY: true });
    return { input: stream(), output: stream() };
}
const { signal } = new AbortController();

describe("a question in the terminal", () => {
    it.each([
        ["the answer, without blanks around it", " abc \r", "abc"],
        ["nothing at Ctrl-D", "\u0004", undefined],
    ])("gets %s", async (_, typed, answer) => {
        const person = terminal();
        const asked = ask("? ", signal, person);
        person.input.write(typed);
        expect(await asked).toBe(answer);
    });

    it("ends the command at Ctrl-C, as at any other time", async () => {
        const before = process.exitCode;
        const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
        const person = terminal();
        const command = interruptible(async (stopped) => {
            await ask("? ", stopped, person);
            return ExitStatus.Success;
        });
        person.input.write("\u0003");
        await command;
        expect(process.exitCode).toBe(ExitStatus.Interrupted);
        expect(written).toHaveBeenCalledWith("stopped\n");
        process.exitCode = before;
        written.mockRestore();
    });
});

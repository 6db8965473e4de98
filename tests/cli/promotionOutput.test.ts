import { SharedOutput } from "../../src/cli/commands/promote/output";

const { signal } = new AbortController();
let written: string;
const output = {
    write: (text: string | Uint8Array): boolean => {
        written += String(text);
        return true;
    },
};
beforeEach(() => {
    written = "";
});

describe("the output of promotions that run at the same time", () => {
    it("has the steps of each together, in the order in which they end", async () => {
        const shared = new SharedOutput(output);
        const [a, b] = [shared.part(), shared.part()];
        a.steps.write("a 1\n");
        b.steps.write("b 1\n");
        a.showUpdate?.("Updating (a)\n\u001B[31m##vso[task.complete]\n");
        shared.write("c begins\n");
        b.end();
        a.steps.write("a 2\n");
        a.end();
        await shared.settled();
        expect(written).toBe("c begins\nb 1\na 1\nUpdating (a)\n# #vso[task.complete]\na 2\n");
    });

    it("shows the steps so far before a person is asked, and nothing of others until they have answered", async () => {
        let answer: (text: string) => void = () => undefined;
        const answered = new Promise<string>((resolve) => (answer = resolve));
        const shared = new SharedOutput(output, (question) => {
            written += question;
            return answered;
        });
        const [a, b] = [shared.part(), shared.part()];
        a.steps.write("a 1\n");
        const asked = a.ask("a? ", signal);
        b.steps.write("b 1\n");
        b.end();
        shared.write("c begins\n");
        await new Promise(setImmediate);
        expect(written).toBe("a 1\na? ");
        answer("yes");
        expect(await asked).toBe("yes");
        a.end();
        await shared.settled();
        expect(written).toBe("a 1\na? b 1\nc begins\n");
    });

    it("goes on when an answer is cut off, and asks nobody who is not there", async () => {
        const shared = new SharedOutput(output, () => Promise.reject(new Error("stopped")));
        await expect(shared.part().ask("?", signal)).rejects.toThrow("stopped");
        shared.write("next\n");
        await shared.settled();
        expect(written).toBe("next\n");
        expect(await new SharedOutput(output, undefined).part().ask("?", signal)).toBeUndefined();
    });
});

import { withLoopbackPastProxy } from "../../tools/engine/proxy";

describe("commands of the sandbox behind a proxy", () => {
    it.each(["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY"])(
        "keep what %s says for downloads, and reach this machine without it",
        (name) => {
            expect(withLoopbackPastProxy({ [name]: "http://proxy:8080", OTHER: "1" })).toEqual({
                [name]: "http://proxy:8080",
                OTHER: "1",
                NO_PROXY: "localhost,127.0.0.1,::1",
                no_proxy: "localhost,127.0.0.1,::1",
            });
        },
    );

    it("keep the user's own exceptions", () => {
        const env = withLoopbackPastProxy({ https_proxy: "proxy", no_proxy: ".corp.example, localhost" });
        expect(env.NO_PROXY).toBe(".corp.example,localhost,127.0.0.1,::1");
        expect(env.no_proxy).toBe(env.NO_PROXY);
    });

    it("are left alone where no proxy is set", () => {
        expect(withLoopbackPastProxy({ HTTPS_PROXY: "", PATH: "/bin" })).toEqual({ HTTPS_PROXY: "", PATH: "/bin" });
    });
});

import { createRequire } from "node:module";
import path from "node:path";
import { setLoaded } from "./loadedModule";

/*
 * Preloaded by the language host into the SDK's runner. The SDK loads npm's @npmcli/arborist at its start, a third of
 * all that it loads, and uses it only to put functions into a state. This loads it when it is used.
 */

interface Arborist {
    readonly Arborist: unknown;
}

try {
    // From where the SDK itself finds it.
    const sdk = createRequire(createRequire(path.resolve("program.js")).resolve("@pulumi/pulumi"));
    const file = sdk.resolve("@npmcli/arborist");
    const late: Arborist & { readonly __esModule: true } = {
        __esModule: true,
        get Arborist(): unknown {
            Reflect.deleteProperty(require.cache, file);
            return (sdk(file) as Arborist).Arborist;
        },
    };
    setLoaded(file, late);
} catch {
    // A program without the SDK: the runner says so.
}

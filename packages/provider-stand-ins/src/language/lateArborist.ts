import { createRequire } from "node:module";
import path from "node:path";

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
    require.cache[file] = Object.assign(Object.create(module) as NodeJS.Module, {
        ...{ id: file, filename: file, exports: late, loaded: true, children: [] },
    });
} catch {
    // A program without the SDK: the runner says so.
}

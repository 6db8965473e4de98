import type { Provider } from "../protocol/provider";
import type { World } from "../world";
import { privateKey } from "./privateKey";
import { selfSignedCert } from "./selfSignedCert";

/** The part of the published tls provider that the sandbox needs. It has no configuration. */
export function tlsProvider(version: string, world: World): Provider {
    return {
        version,
        features: { acceptResources: true },
        resources: {
            "tls:index/privateKey:PrivateKey": privateKey(world),
            "tls:index/selfSignedCert:SelfSignedCert": selfSignedCert(world),
        },
        functions: {},
        checkConfig: (inputs) => inputs,
        configure: () => Promise.resolve(),
    };
}

/** Where the stand-ins are meant to differ from the recordings, or cannot be compared with them, and why. */
export const wantedDifferences: Readonly<Record<string, string>> = {
    "05#53 two-credentials-at-once: Create appcert2":
        "the replay makes one call after the other, so nothing queues (queue.test.ts covers it)",
    "10#112 metadata-unreachable: Configure default_6_9_1": "refused before it is called: the host is not loopback",
    "10#114 tls-untrusted: Configure default_6_9_1":
        "the text names no candidate authority, which only Go's library knows",
    "10#115 no-credentials: CheckConfig default_6_9_1": "no Azure CLI is tried; the text says what to set",
    "10#116 secret-without-tenant: CheckConfig default_6_9_1": "no Azure CLI is tried; the text says what to set",
    "13#14 retain-destroy: Configure default_6_9_1": "the engine hung up before the plugin had answered",
    "16#108 more-destroy: Delete sp":
        "its requests cannot be told from those of a certificate of the service principal, which is not replayed",
};

import { readCertificate } from "../../certificate/certificateFacts";
import type { Format } from "./format";

/** The certificate alone in DER: what Microsoft Entra and Windows take for a public key. */
export const cerFormat: Format = {
    holds: "certificate (DER)",
    key: "never",
    write: ({ certificatePem }) => readCertificate(certificatePem).raw,
};

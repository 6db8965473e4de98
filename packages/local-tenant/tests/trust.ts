import { readFileSync } from "node:fs";
import { setDefaultCACertificates } from "node:tls";

const trusted: string[] = [];

/** Trusts that certificate in this process, and no public authority: to read all of those takes longer than most tests. */
export function trust(certificateFile: string): void {
    trusted.push(readFileSync(certificateFile, "utf8"));
    setDefaultCACertificates(trusted);
}

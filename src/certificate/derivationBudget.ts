import { UserError } from "../errors/userError";
import { damaged, smallInteger, type Element } from "./ber";

/** PBKDF2 runs in OpenSSL: ten million iterations take some 5 seconds. Programs write 2,000 to 1,000,000. */
const mostPbkdf2 = 10_000_000;
/** The derivations before PBKDF2 run in JavaScript: a million iterations take a second or two. Programs write 1 to 100,000. */
const mostOlder = 1_000_000;

/** How often the key derivations of one file may iterate in all: a file that somebody else made must not keep us busy. */
export class DerivationBudget {
    #pbkdf2 = 0;
    #older = 0;

    /**
     * The iteration count of a PBKDF2, checked before any work begins.
     * @throws UserError when the file asks for too many
     */
    pbkdf2(count: Element | undefined): number {
        const iterations = iterationsOf(count);
        this.#pbkdf2 += iterations;
        check(this.#pbkdf2, mostPbkdf2);
        return iterations;
    }

    /** The same for PKCS#12's own derivation (RFC 7292 appendix B.2) and PBKDF1. Without a count it is 1. */
    older(count: Element | undefined): number {
        const iterations = count === undefined ? 1 : iterationsOf(count);
        this.#older += iterations;
        check(this.#older, mostOlder);
        return iterations;
    }
}

function iterationsOf(count: Element | undefined): number {
    const iterations = smallInteger(count);
    if (iterations < 1) {
        throw damaged();
    }
    return iterations;
}

function check(iterations: number, most: number): void {
    if (iterations > most) {
        throw new UserError(
            `its key derivation asks for ${iterations.toLocaleString("en")} iterations; the limit is ${most.toLocaleString("en")}`,
            "Encrypt it again with fewer.",
        );
    }
}

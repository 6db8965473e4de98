import { type Call, ProviderError } from "../protocol/provider";

/** An error as Terraform's providers report it: about the whole resource, or about one attribute. */
export class Diagnostic extends ProviderError {
    constructor(
        readonly summary: string,
        attribute?: string,
    ) {
        super(`1 error occurred:\n\t* ${attribute === undefined ? "" : `[${attribute}] `}${summary}\n\n`);
    }
}

/**
 * Runs an operation; the bridge of the published provider shows a diagnostic also as a line of its own, which comes
 * before the error that ends the operation (recorded with 6.9.1, two blanks at its beginning included).
 */
export async function logged<T>(call: Call, urn: string, version: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        if (error instanceof Diagnostic) {
            const line = `sdk-v2/provider2.go:571: sdk.helper_schema: ${error.summary}: provider=azuread@${version}`;
            await call.logError?.(urn, `  ${line}`);
        }
        throw error;
    }
}

/** Runs a step; its failure is reported as a diagnostic that says which step it was. */
export async function step<T>(what: string, run: () => T | Promise<T>, attribute?: string): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw error instanceof ProviderError ? new Diagnostic(`${what}: ${error.message}`, attribute) : error;
    }
}

/** Some steps of the published provider name the server's answer twice. */
export async function namedTwice<T>(run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw error instanceof ProviderError ? new ProviderError(`${error.message}: ${error.message}`) : error;
    }
}

/** Terraform refuses to create what exists already. */
export const alreadyExists = (id: string, resource: string): Diagnostic =>
    new Diagnostic(
        `A resource with the ID "${id}" already exists: To be managed via Terraform, this resource needs to be imported ` +
            `into the State. Please see the resource documentation for "${resource}" for more information.`,
        "id",
    );

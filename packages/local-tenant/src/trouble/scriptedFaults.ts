import { route, RouteTable } from "../router";
import type { Disturbance } from "./disturbance";

/** A disturbance that was ordered. */
export interface ScriptedFault {
    readonly method: string;
    /** As in the table of routes: a segment in braces matches anything. */
    readonly path: string;
    /** How many requests it befalls. */
    readonly times: number;
    readonly disturbance: Disturbance;
}

/** The faults that were ordered and have not happened often enough, in the order of their coming. */
export class ScriptedFaults {
    #pending: { readonly meant: RouteTable; readonly disturbance: Disturbance; left: number }[] = [];

    add({ method, path, times, disturbance }: ScriptedFault): void {
        // What a fault does stands in its disturbance: its route is there for the pattern alone.
        const meant = new RouteTable([route(`${method} ${path}`, () => ({ status: 500 }))]);
        this.#pending.push({ meant, disturbance, left: times });
    }

    clear(): void {
        this.#pending = [];
    }

    next(method: string, path: string): Disturbance | undefined {
        const fault = this.#pending.find(({ meant }) => meant.find(method, path));
        if (fault) {
            fault.left--;
            this.#pending = this.#pending.filter(({ left }) => left > 0);
        }
        return fault?.disturbance;
    }
}

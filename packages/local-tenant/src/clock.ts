/** The tenant's time, which can be moved. */
export class Clock {
    #offset = 0;

    constructor(private readonly base: () => Date) {}

    readonly now = (): Date => new Date(this.base().getTime() + this.#offset);

    advance(milliseconds: number): void {
        this.#offset += milliseconds;
    }
}

/** The results of an action on each item, in the order of the items, with no more than `limit` actions at a time. */
export async function inParallel<Item, Result>(
    items: readonly Item[],
    limit: number,
    action: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
    const results: Result[] = [];
    // All workers take from one iterator, so each item is taken once.
    const queue = items.entries();
    const work = async (): Promise<void> => {
        for (const [index, item] of queue) {
            results[index] = await action(item);
        }
    };
    await Promise.all(Array.from({ length: limit }, work));
    return results;
}

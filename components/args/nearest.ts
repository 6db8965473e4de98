import leven from "leven";

/** The one of the known names that somebody most likely meant, or undefined when none is like it. */
export function nearest(name: string, known: readonly string[]): string | undefined {
    const given = name.toLowerCase();
    const distances = known.map((candidate) => ({ candidate, distance: leven(given, candidate.toLowerCase()) }));
    const [closest] = distances.sort((a, b) => a.distance - b.distance);
    if (closest !== undefined && closest.distance <= Math.max(2, given.length / 5)) {
        return closest.candidate;
    }
    // days for validityDays, or roles[0] for roles
    const related = known.filter((candidate) => isWithin(given, candidate.toLowerCase()));
    return related.length === 1 ? related[0] : undefined;
}

function isWithin(a: string, b: string): boolean {
    return Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a));
}

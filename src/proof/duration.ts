/** A duration for people, in whole seconds: `45 s`, `15 min`, `1 min 20 s`. */
export function formatDuration(ms: number): string {
    const seconds = Math.round(ms / 1_000);
    const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
    return [minutes > 0 ? `${minutes} min` : "", rest > 0 || minutes === 0 ? `${rest} s` : ""]
        .filter(Boolean)
        .join(" ");
}

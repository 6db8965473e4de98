/** Nothing of its own: combining marks, skin tones, the later parts of a Korean syllable. */
const nothing = /^[\p{Mn}\p{Me}\p{Emoji_Modifier}\u1160-\u11ff]$/u;
/** One column; two of them make a flag. */
const half = /^\p{Regional_Indicator}$/u;
/** Two columns: emoji, and what Unicode calls wide or full width (Standard Annex 11). */
const wide =
    /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;
/** Half-width forms of wide scripts. */
const narrow = /^[\uff61-\uffdc]$/u;

/** How many columns of a terminal a text takes: 2 for wide characters and emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
    if (/^[ -~]*$/.test(text)) {
        return text.length;
    }
    let width = 0;
    for (const character of text) {
        width += widthOf(character);
    }
    return width;
}

function widthOf(character: string): number {
    if (nothing.test(character)) {
        return 0;
    }
    return wide.test(character) && !half.test(character) && !narrow.test(character) ? 2 : 1;
}

/** The text with blanks up to that width. */
export function padToWidth(text: string, width: number): string {
    return text + " ".repeat(Math.max(width - displayWidth(text), 0));
}

/** The text in pieces of at most that width; a combining mark stays with its character. */
export function piecesOfWidth(text: string, width: number): string[] {
    const pieces: string[] = [];
    let piece = "";
    let taken = 0;
    for (const character of text) {
        const needed = widthOf(character);
        if (taken + needed > width && taken > 0) {
            pieces.push(piece);
            piece = "";
            taken = 0;
        }
        piece += character;
        taken += needed;
    }
    return [...pieces, piece];
}

/** The beginning of the text, of at most that width. */
export function cutToWidth(text: string, width: number): string {
    return piecesOfWidth(text, width)[0] ?? "";
}

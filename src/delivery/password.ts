import { randomInt } from "node:crypto";

/** Letters and digits that are not taken for each other, and signs that no shell, URL or dotenv file treats specially. */
const characters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.";

/** A random password of 32 printable ASCII characters: 189 bits. */
export function generatePassword(): string {
    return Array.from({ length: 32 }, () => characters.charAt(randomInt(characters.length))).join("");
}

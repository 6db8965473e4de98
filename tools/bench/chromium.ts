import { existsSync } from "node:fs";
import path from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
const folders = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    "/Applications/Google Chrome.app/Contents/MacOS",
];

/** A Chromium of this machine, or undefined. */
export const chromium = folders
    .flatMap((folder) => [...names, "Google Chrome"].map((name) => path.join(folder, name)))
    .find(existsSync);

/** Why something that needs a browser is skipped. */
export const withoutChromium = "skipped: no Chromium on PATH (Debian: apt-get install chromium)";

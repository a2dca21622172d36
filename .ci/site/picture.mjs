// Draws the picture that other sites show beside a link to these pages: CHROMIUM=/usr/bin/chromium node picture.mjs
// It has docs/outage.svg in it, and that file's sum, so that a test can tell when it has to be drawn again.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const HOME = new URL("../../", import.meta.url);
const OUTAGE = readFileSync(new URL("docs/outage.svg", HOME));
const FILE = new URL("samples/src/main/resources/io/snowloop/samples/site/outage.png", HOME);

const page = `<!DOCTYPE html><style>
body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 70px 40px; background: #ffffff; color: #1f2328;
    font-family: sans-serif }
h1 { margin: 0 20px; font-size: 72px } p { margin: 12px 20px 36px; font-size: 30px; color: #59636e }
svg { width: 1120px; height: auto }
</style><h1>Snowloop</h1><p>An event loop, an HTTP client and a web framework for the JDK</p>${OUTAGE}`;

function crc(bytes) {
    let sum = ~0;
    for (const byte of bytes) {
        sum ^= byte;
        for (let i = 0; i < 8; i++) {
            sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
        }
    }
    return ~sum >>> 0;
}

/** The picture with a text in it, as the last chunk before its end (PNG 11.3.3.2). */
function withText(png, keyword, text) {
    const body = Buffer.from(`tEXt${keyword}\0${text}`, "latin1");
    const chunk = Buffer.alloc(body.length + 8);
    chunk.writeUInt32BE(body.length - 4, 0);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc(body), body.length + 4);
    return Buffer.concat([png.subarray(0, -12), chunk, png.subarray(-12)]);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: "light" });
    await tab.setContent(page);
    const sum = createHash("sha256").update(OUTAGE).digest("hex");
    writeFileSync(FILE, withText(await tab.screenshot(), "Source", `docs/outage.svg ${sum}`));
} finally {
    await browser.close();
}

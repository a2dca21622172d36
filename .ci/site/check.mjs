// Looks at every page of a site that is being served: node check.mjs URL [--sample] [--shots DIR]
// Each page is opened in Chromium, at 1280 and at 390 pixels, light and dark. A finding is a line; with any the exit code is 1.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { AXE } from "./look.mjs";

const require = createRequire(import.meta.url);
const VNU = join(require.resolve("vnu-jar/package.json"), "../build/dist/vnu.jar");
const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"];

// Pages that no page links to.
const HIDDEN = ["/nowhere", "/search", "/search?q=event+loop", "/search?q=goroutine", "/search?q=nothingofthekind",
    "/zh/nowhere", "/search?q=%E8%83%8C%E5%8E%8B", "/search?q=EventLoop&lang=zh"];

// The JDK's tool writes these pages.
const API = "/api/";

// Of each kind one, for a person to look at.
const SHOTS = ["/", "/the-loop", "/seeds", "/performance", "/source/nio-core/src/main/java/io/snowloop/loop/EventLoop.java",
    "/nowhere", "/search?q=event+loop", "/zh/ten-minutes", "/search?q=%E8%83%8C%E5%8E%8B", "/adr/0005-tasks-queued-before-the-turn"];

const base = process.argv[2].replace(/\/$/, "");
const options = process.argv.slice(3);
const shots = options.includes("--shots") ? options[options.indexOf("--shots") + 1] : null;
// With --sample the browser opens one of so many pages of a kind, and the validator still reads all.
const SAMPLED = { "/source/": 40, "/zh/": 4, "/adr/": 4 };
const sample = options.includes("--sample");
const findings = [];
const report = (page, what) => findings.push(`${page}: ${what}`);

/** All pages of HTML that can be reached from the first, with their text. */
async function crawl() {
    const pages = new Map();
    const found = new Set(["/", ...HIDDEN]);
    for (const path of found) {
        const response = await fetch(base + path);
        if (!response.headers.get("content-type")?.startsWith("text/html")) {
            continue;
        }
        const html = await response.text();
        pages.set(path, html);
        for (const [, href] of html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
            if (href !== API) {
                found.add(href.replaceAll("&amp;", "&"));
            }
        }
    }
    return pages;
}

/** The Nu HTML checker, on all pages in one run. Its warnings count too. */
function validate(pages) {
    const folder = mkdtempSync(join(tmpdir(), "site-"));
    try {
        const paths = [...pages.keys()];
        paths.forEach((path, i) => writeFileSync(join(folder, `${i}.html`), pages.get(path)));
        const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin/java") : "java";
        const out = execFileSync(java, ["-jar", VNU, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html",
            folder], { maxBuffer: 1 << 28, encoding: "utf8" });
        for (const message of JSON.parse(out).messages) {
            const path = paths[Number(message.url.match(/(\d+)\.html$/)[1])];
            // Its guess of the language counts words, and takes a page of Chinese with much code for another one.
            const guess = message.message.startsWith("This document appears to be written in");
            if (message.type === "error" || (message.subType === "warning" && !guess)) {
                report(path, `HTML, line ${message.lastLine}: ${message.message}`);
            }
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** What does not fit. Runs in the page. */
function layout(wide) {
    const wrong = [];
    if (document.scrollingElement.scrollWidth > innerWidth) {
        wrong.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${innerWidth}`);
    }
    for (const pre of document.querySelectorAll("pre")) {
        if (wide && pre.scrollWidth > pre.clientWidth) {
            wrong.push(`code is cut off: ${pre.scrollWidth - pre.clientWidth} pixels of "${pre.textContent.slice(0, 40)}"`);
        }
        if (!pre.hasAttribute("tabindex")) {
            wrong.push("code that the keyboard cannot scroll");
        }
    }
    for (const image of document.images) {
        if (!image.complete || image.naturalWidth === 0 || !image.hasAttribute("width") || !image.hasAttribute("height")) {
            wrong.push(`${image.src} is missing, or has no size`);
        }
    }
    return wrong;
}

async function look(page, path) {
    await page.goto(base + path, { waitUntil: "load" });
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme });
            const what = `${width} ${colorScheme}`;
            (await page.evaluate(layout, width === WIDTHS[0])).forEach(wrong => report(path, `${what}: ${wrong}`));
            // Colours are the same in both windows, and the rest is the same in both schemes.
            const rules = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
            if (colorScheme === "light" || width === WIDTHS[0]) {
                const { violations } = await page.evaluate(options => axe.run(document, options), rules);
                for (const { id, help, nodes } of violations) {
                    report(path, `axe, ${what}: ${id}: ${help}: ${nodes.length}, first ${nodes[0].html.slice(0, 120)}`);
                }
            }
            if (shots && SHOTS.includes(path)) {
                const name = path.replace(/\W+/g, "-").slice(-40) || "front";
                await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
            }
        }
    }
}

const pages = await crawl();
validate(pages);
if (shots) {
    mkdirSync(shots, { recursive: true });
}
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ reducedMotion: "reduce" });
let current = "";
const page = await context.newPage();
page.on("pageerror", error => report(current, `script: ${error}`));
page.on("console", message => {
    const expected = message.text().includes("404") && current.endsWith("/nowhere");
    if (message.type() === "error" && !expected) {
        report(current, `console: ${message.text()}`);
    }
});
const skipped = new Set(sample ? Object.entries(SAMPLED).flatMap(([folder, each]) =>
    [...pages.keys()].filter(path => path.startsWith(folder)).filter((path, i) => i % each !== 0)) : []);
for (const path of shots ? SHOTS : [...pages.keys()].filter(path => !skipped.has(path))) {
    current = path;
    await look(page, path);
}
await browser.close();

findings.forEach(finding => console.log(finding));
console.log(`${pages.size} pages, ${pages.size - skipped.size} in the browser, ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);

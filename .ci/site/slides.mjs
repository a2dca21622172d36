// Looks at each slide of some decks, as a browser shows them from a file: node slides.mjs [--shots DIR] FILE.html...
// A finding is a line; with any the exit code is 1.
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { findings, look } from "./look.mjs";

const shots = process.argv.includes("--shots");
const files = process.argv.slice(2).filter(arg => arg.endsWith(".html"));
// Of its height, the smallest type that the back row of a room reads.
const SMALLEST = 1 / 60;

/** What of a slide is cut off, or too small. Runs in the page. */
function faults(smallest) {
    const slide = document.querySelector(".current");
    const body = slide.querySelector(".body");
    const wrong = [];
    const wide = innerWidth > 768;
    if (document.documentElement.scrollWidth > innerWidth) {
        wrong.push("it is wider than the window");
    }
    const room = wide ? body.getBoundingClientRect() : { right: innerWidth, bottom: Infinity };
    for (const element of body.querySelectorAll(":not(pre *, table *)")) {
        const { right, bottom } = element.getBoundingClientRect();
        if (right > room.right + 1 || bottom > room.bottom + 1) {
            wrong.push(`<${element.localName}> ends at ${Math.round(right)}, ${Math.round(bottom)}: "${element.textContent.slice(0, 40)}"`);
            break;
        }
        if (element.localName === "pre" && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1)) {
            wrong.push(`code is cut off: "${element.textContent.slice(0, 40)}"`);
        }
        if (element.localName === "img" && !element.naturalWidth) {
            wrong.push("a picture is missing");
        }
    }
    const types = [...body.querySelectorAll("p, li, td, pre")].map(element => parseFloat(getComputedStyle(element).fontSize));
    if (wide && Math.min(...types) < innerHeight * smallest) {
        wrong.push(`its type is ${Math.min(...types).toFixed(1)} pixels high`);
    }
    return wrong;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
let current = "";
page.on("pageerror", error => findings.push(`${current}: ${error.message}`));
page.on("console", message => message.type() === "error" && findings.push(`${current}: ${message.text()}`));
page.on("request", request => /^(file|data):/.test(request.url()) || findings.push(`${current}: asks for ${request.url()}`));
let looked = 0;

const at = () => page.evaluate(() => [...document.querySelectorAll(".slide")].findIndex(slide => slide.matches(".current")));

async function press(key, wanted) {
    await page.keyboard.press(key);
    const is = await at();
    if (is !== wanted) {
        findings.push(`${current}: ${key} leads to slide ${is + 1}, and not to ${wanted + 1}`);
    }
}

/** Puts the focus on a table of the current slide that is wider than the window. Runs in the page. */
function focusWideTable() {
    const wide = [...document.querySelectorAll(".current table")].find(table => table.scrollWidth > table.clientWidth);
    wide?.focus();
    return Boolean(wide);
}

for (const file of files) {
    current = basename(file, ".html");
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(pathToFileURL(resolve(file)).href);
    const last = await page.locator(".slide").count() - 1;
    await press("End", last);
    await press("ArrowRight", last);
    await press("Home", 0);
    await press(" ", Math.min(1, last));
    await press("ArrowLeft", 0);
    for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 720 });
        await page.reload();
        for (let i = 0; i <= last; i++, looked++) {
            (await page.evaluate(faults, SMALLEST)).forEach(wrong => findings.push(`${current}#${i + 1}, ${width}: ${wrong}`));
            if (i === 0 || i === 1 || shots) {
                await look(page, `slides-${current}-${width}-${i + 1}`);
            }
            if (await page.evaluate(focusWideTable)) {
                await press("ArrowRight", i); // scrolls
                await page.evaluate(() => document.activeElement.blur());
            }
            await page.keyboard.press("ArrowRight");
        }
        await page.keyboard.press("Home");
    }
    await page.emulateMedia({ colorScheme: "dark" });
    await page.keyboard.press("n");
    await look(page, `slides-${current}-notes`);
    await page.emulateMedia({ colorScheme: "light" });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const sheets = pdf.match(/\/Type ?\/Page\b/g).length;
    if (sheets !== last + 1) {
        findings.push(`${current}: ${last + 1} slides are ${sheets} pages of paper`);
    }
}
await browser.close();
findings.forEach(finding => console.log(`slides: ${finding}`));
console.log(`slides: ${looked} looked at, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);

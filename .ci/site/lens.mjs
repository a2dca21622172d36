// Uses the page of the lens as a person does: node lens.mjs URL_OF_A_RECORDING URL_OF_A_LOOP [--shots DIR]
// A finding is a line; with any the exit code is 1.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [recording, running, ...options] = process.argv.slice(2);
const shots = options.includes("--shots") ? options[options.indexOf("--shots") + 1] : null;
const findings = [];

function expect(what, holds) {
    if (!holds) {
        findings.push(what);
    }
}

/** Opens a page of the lens, and reports what it should never do. */
async function open(browser, url, width, scheme) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    page.on("console", message => message.type() === "error" && findings.push(`console: ${message.text()}`));
    page.on("pageerror", error => findings.push(`error: ${error.message}`));
    page.on("request", request => expect(`a request to ${request.url()}`, request.url().startsWith(new URL(url).origin)));
    await page.goto(url);
    return page;
}

const status = (page, text) => page.waitForFunction(
    begin => document.getElementById("status").textContent.startsWith(begin), text, { timeout: 30_000 });
const moment = page => page.textContent("#moment");

async function look(page, name, width) {
    expect(`${name}: wider than the window`, await page.evaluate(() => document.documentElement.scrollWidth) <= width);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    violations.forEach(each => findings.push(`${name}: ${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 120)}`));
    if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
    }
}

/** Step, back, turn, predict, and the address of a position. */
async function useRecording(browser, width, scheme) {
    const page = await open(browser, recording, width, scheme);
    const name = `recording-${width}-${scheme}`;
    await status(page, "A recording");
    const first = await moment(page);
    await page.keyboard.press("ArrowRight");
    const second = await moment(page);
    expect(`${name}: a step does not move`, first !== second);
    await page.keyboard.press("ArrowLeft");
    expect(`${name}: back is not where it was`, await moment(page) === first);
    await page.keyboard.press("t");
    expect(`${name}: no turn begins`, (await page.textContent("#events .now")).includes("turn-begin"));
    await look(page, name, width);

    await page.keyboard.press("p");
    for (const choice of ["right", "wrong"]) {
        await page.keyboard.press("ArrowRight");
        const answers = page.locator("#question .answers button");
        expect(`${name}: what comes next can be read`, await page.locator("#events .later").count() === 0);
        await answers.first().click();
        const verdict = await page.textContent(".verdict");
        expect(`${name}: no verdict`, /^(Right\.|No: )/.test(verdict));
        expect(`${name}: no right answer is marked (${choice})`, await page.locator("#question .right").count() === 1);
    }
    expect(`${name}: the score`, (await page.textContent(".verdict")).includes(" of 2."));
    await look(page, `${name}-predict`, width);
    const at = page.url();
    const again = await open(browser, at, width, scheme);
    await status(again, "A recording");
    expect(`${name}: the address is not the position`, (await moment(again)).startsWith(`event ${at.split("=")[1]} of`));
    await again.close();
    await page.close();
}

/** Two pages watch a loop; one of them holds it, steps, goes back, and lets it go. */
async function useLoop(browser) {
    const page = await open(browser, running, 1280, "light");
    const other = await open(browser, running, 390, "dark");
    await status(page, "Held"); // it was held before its first turn
    await status(other, "Held");
    for (let i = 0; i < 8; i++) {
        const before = await moment(page);
        await page.keyboard.press("ArrowRight");
        await page.waitForFunction(
            text => document.getElementById("moment").textContent !== text
                && document.getElementById("status").textContent.startsWith("Held"), before);
    }
    await look(page, "held-1280-light", 1280);
    const end = await moment(page);
    await page.keyboard.press("ArrowLeft");
    expect("held: back does not move", await moment(page) !== end);
    await page.keyboard.press("g");
    await status(page, "Live");
    await page.waitForFunction(() => document.querySelectorAll(".owners li:not(.none)").length > 0);
    await look(page, "live-1280-light", 1280);
    await look(other, "live-390-dark", 390);
    await page.keyboard.press("h");
    await status(page, "Held");
    await status(other, "Held");
    await page.keyboard.press("g");
    await status(other, "Live");
    await page.close();
    await other.close();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
    await useRecording(browser, 1280, "light");
    await useRecording(browser, 1280, "dark");
    await useRecording(browser, 390, "light");
    await useRecording(browser, 390, "dark");
    await useLoop(browser);
} catch (error) {
    findings.push(error.message.split("\n")[0]);
} finally {
    await browser.close();
}
findings.forEach(finding => console.log(finding));
console.log(`the lens: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

// Uses the page of the lens as a person does: node lens.mjs RECORDING LOOP DESK LARGE [--shots DIR], the addresses of four pages.
// A finding is a line; with any the exit code is 1.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import { expect, findings, look } from "./look.mjs";

const [recording, running, desk, large] = process.argv.slice(2);

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
    await look(page, name);

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
    await look(page, `${name}-predict`);
    const at = page.url();
    const again = await open(browser, at, width, scheme);
    await status(again, "A recording");
    expect(`${name}: the address is not the position`, (await moment(again)).startsWith(`event ${/n=(\d+)/.exec(at)[1]} of`));
    await again.close();
    await page.close();
}

/** The same page in Chinese: no text of it is left in English. */
async function readChinese(browser, width, scheme) {
    const page = await open(browser, recording.replace(/(#|$)/, "?lang=zh$1"), width, scheme);
    await status(page, "一份录下的轨迹");
    await page.keyboard.press("t");
    await page.keyboard.press("p");
    await page.keyboard.press("ArrowRight");
    await page.locator("#question .answers button").first().click();
    expect("chinese: no verdict", /^(对。|不对，是：)/.test(await page.textContent(".verdict")));
    expect("chinese: the language", await page.getAttribute("html", "lang") === "zh-CN");
    for (const heading of await page.locator("h1, h2, h3, h4, .buttons button").allTextContents()) {
        expect(`chinese: "${heading}"`, /\p{Script=Han}|Future/u.test(heading));
    }
    await look(page, `chinese-${width}-${scheme}`);
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
    await look(page, "held-1280-light");
    const end = await moment(page);
    await page.keyboard.press("ArrowLeft");
    expect("held: back does not move", await moment(page) !== end);
    await page.keyboard.press("g");
    await status(page, "Live");
    await page.waitForFunction(() => document.querySelectorAll(".owners li:not(.none)").length > 0);
    await look(page, "live-1280-light");
    await look(other, "live-390-dark");
    await page.keyboard.press("h");
    await status(page, "Held");
    await status(other, "Held");
    await page.keyboard.press("g");
    await status(other, "Live");
    await page.close();
    await other.close();
}

/** Breaks a program with one move, with the mouse and then with the keyboard. */
async function useDesk(browser, width, scheme) {
    const page = await open(browser, desk, width, scheme);
    const name = `desk-${width}-${scheme}`;
    const verdict = text => page.waitForFunction(
        begin => document.getElementById("verdict").textContent.startsWith(begin), text, { timeout: 30_000 });
    await status(page, "A recording");
    expect(`${name}: the goal`, (await page.textContent("#goal")).includes("It can be done in 1 move."));
    expect(`${name}: an empty turn is shown`, await page.locator(".columns").isHidden());
    await look(page, name);

    await page.locator("#runs button", { hasText: "DATA 15" }).first().click();
    await page.locator("#moves button", { hasText: "Split after 1" }).first().click();
    await verdict("The program stands that.");
    expect(`${name}: both runs mark the first difference`, await page.locator("#runs .differs").count() === 2);
    await page.locator("#moves button", { hasText: "Without split=3:1" }).click();
    await page.waitForFunction(() => document.querySelectorAll("#runs ol").length === 1);

    await page.locator("#runs button", { hasText: "write(15) took 15" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#moves button", { hasText: "Take 1 byte" }).focus();
    await page.keyboard.press("Enter");
    await verdict("It fails: bytes lost. The right program stands the same. You took 1 move");
    expect(`${name}: the address has the move`, decodeURIComponent(page.url()).includes("#do=short-write=2:1"));
    await look(page, `${name}-broken`);
    const again = await open(browser, page.url(), width, scheme);
    await again.waitForFunction(() => document.querySelectorAll("#runs .differs").length === 2);
    await again.close();
    await page.close();
}

/** A trace of 60,000 events: a position is drawn in less than the time of a picture. */
async function useLarge(browser) {
    const page = await open(browser, large, 1280, "light");
    await status(page, "A recording");
    expect("large: not all events are there", (await moment(page)).includes("of 60000"));
    const median = await page.evaluate(() => {
        const position = document.getElementById("position");
        const times = [];
        for (let i = 0; i < 300; i++) {
            position.value = (i * 7919 + 13) % 60_000;
            const begin = performance.now();
            position.dispatchEvent(new Event("input"));
            times.push(performance.now() - begin);
        }
        return times.sort((a, b) => a - b)[150];
    });
    console.log(`a position in 60,000 events: ${median.toFixed(1)} ms, the median`);
    expect(`large: a position takes ${median} ms`, median < 16);
    await page.close();
}

/** Starts a lens on a port. Returns its process and the address that it prints. */
async function start(port) {
    const server = spawn("../../snowloop", ["lens", "--port", String(port)]);
    let printed = "";
    for await (const piece of server.stdout) {
        printed += piece;
        const url = /^Open (\S+) /m.exec(printed)?.[1];
        if (url) {
            return { server, url };
        }
    }
    throw new Error("the lens does not start: " + printed);
}

/** The server ends, and another one takes its port: the page says both. Its addresses have other tokens. */
async function useRestart(browser) {
    const first = await start(0);
    const page = await browser.newPage();
    await page.goto(first.url);
    await status(page, "Held");
    const ended = new Promise(resolve => first.server.on("exit", resolve));
    first.server.kill();
    await ended;
    await status(page, "The server does not answer");
    const second = await start(new URL(first.url).port);
    await status(page, "Another server answers: open the address that it has printed");
    await page.goto(second.url);
    await status(page, "Held");
    await page.close();
    second.server.kill();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
    await useRecording(browser, 1280, "light");
    await useRecording(browser, 1280, "dark");
    await useRecording(browser, 390, "light");
    await useRecording(browser, 390, "dark");
    await readChinese(browser, 1280, "light");
    await readChinese(browser, 390, "dark");
    await useLoop(browser);
    await useDesk(browser, 1280, "light");
    await useDesk(browser, 390, "dark");
    await useLarge(browser);
    await useRestart(browser);
} catch (error) {
    findings.push(error.message.split("\n")[0]);
} finally {
    await browser.close();
}
findings.forEach(finding => console.log(finding));
console.log(`the lens: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

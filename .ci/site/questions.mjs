// Answers the questions of a page as a reader does: node questions.mjs URL
// A finding is a line; with any the exit code is 1.
import { chromium } from "playwright-core";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const page = await browser.newPage();
const findings = [];
page.on("pageerror", error => findings.push(error.message));
page.on("console", message => message.type() === "error" && findings.push(message.text()));

async function expect(what, is, wanted) {
    if (await is !== wanted) {
        findings.push(`${what}: ${JSON.stringify(await is)}, and not ${JSON.stringify(wanted)}`);
    }
}

const url = process.argv[2].replace(/\/$/, "") + "/the-loop";
const question = number => page.locator("ul:has(> li > .choice)").nth(number - 1);
const choice = (number, text) => question(number).getByRole("button", { name: text });
const score = () => page.locator(".score").textContent();

await page.goto(url);
await expect("the score before the first answer", score(), "");
await expect("an answer is closed", page.locator("details").first().getAttribute("open"), null);

await choice(1, "main, timer, task").click();
await expect("an answer that was given is open", page.locator("details").first().getAttribute("open"), "");
await expect("the score", score(), "Right at the first try: 1 of 1 here, 1 of 1 in the course.");

await choice(2, "1 turn").focus();
await page.keyboard.press("Enter");
await choice(2, "3 turns").click(); // too late
await expect("a wrong answer", score(), "Right at the first try: 1 of 2 here, 1 of 2 in the course.");

await page.reload();
await expect("the score is kept", score(), "Right at the first try: 1 of 2 here, 1 of 2 in the course.");

await page.evaluate(() => localStorage.setItem("predictions", "not of ours"));
await page.reload();
await choice(1, "main, timer, task").click();
await expect("a score that cannot be read", score(), "Right at the first try: 1 of 1 here, 1 of 1 in the course.");

await browser.close();
findings.forEach(finding => console.log(`questions: ${finding}`));
console.log(`questions: ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);

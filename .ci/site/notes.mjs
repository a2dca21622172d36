// Uses the notes sample as two people do, one of them on a phone: node notes.mjs [--shots DIR]
// A finding is a line; with any the exit code is 1.
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import { expect, findings, look } from "./look.mjs";

const PICTURE = "../../samples/src/main/resources/io/snowloop/samples/site/outage.png";
const MARKUP = "<img src=x onerror=\"document.title = 'taken over'\"> & <script>document.title = 'taken over'</script>";

/** Starts the sample on a free port. Returns its process, its address and its password. */
async function start() {
    const server = spawn("../../snowloop", ["run", "notes", "0"]);
    let printed = "";
    const read = new Promise((resolve, reject) => {
        const take = piece => {
            printed += piece;
            const url = /listening on (\S+)/.exec(printed)?.[1];
            const password = /the password (\S+)/.exec(printed)?.[1];
            if (url && password) {
                resolve({ server, url, password });
            }
        };
        server.stdout.on("data", take);
        server.stderr.on("data", take);
        server.on("exit", () => reject(new Error("notes does not start: " + printed)));
        setTimeout(() => reject(new Error("notes says nothing: " + printed)), 60_000).unref();
    });
    return read;
}

async function open(browser, url, width, scheme) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    page.on("console", message => message.type() === "error" && !/ 40[03] /.test(message.text())
        && findings.push(`console: ${message.text()}`));
    page.on("pageerror", error => findings.push(`error: ${error.message}`));
    page.on("request", request => expect(`a request to ${request.url()}`, /^(data:|blob:)/.test(request.url())
        || request.url().startsWith(url)));
    await page.goto(url);
    await page.getByText("live", { exact: true }).waitFor();
    return page;
}

async function logIn(page, name, password) {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
}

async function use(browser, { url, password }) {
    const desk = await open(browser, url, 1280, "light");
    const phone = await open(browser, url, 390, "dark");
    await look(phone, "notes-390-dark-login");

    await logIn(desk, "Holle", "a guess");
    await desk.getByText("This is not the password.").waitFor();
    await logIn(desk, "Holle", password);
    await desk.getByText("Log out").waitFor();

    await desk.getByLabel("Note", { exact: true }).fill(MARKUP);
    await desk.getByLabel("File").setInputFiles(PICTURE);
    await desk.getByRole("button", { name: "Add the note" }).click();
    const seen = phone.getByRole("listitem").filter({ hasText: "taken over" });
    await seen.waitFor(); // the other browser shows it, and has not asked for it
    expect("the text is not as it was sent", await seen.locator(".text").textContent() === MARKUP);
    expect("markup of a note was run", !(await phone.title()).includes("taken over"));
    expect("who may not write sees a button", await seen.getByRole("button").isHidden());
    await phone.waitForFunction(() => document.images[0].complete && document.images[0].naturalWidth > 100);

    await desk.reload();
    await desk.getByText("Log out").waitFor(); // the session is kept
    await desk.getByLabel("Note", { exact: true }).fill("It snows.");
    await desk.getByRole("button", { name: "Add the note" }).click();
    await phone.getByText("It snows.").waitFor();
    await look(desk, "notes-1280-light");
    await look(phone, "notes-390-dark");

    await desk.getByRole("listitem").filter({ hasText: "taken over" }).getByRole("button", { name: "Remove" }).click();
    await seen.waitFor({ state: "detached" });
    await desk.getByRole("button", { name: "Log out" }).click();
    await desk.getByRole("button", { name: "Log in" }).waitFor();
    return phone;
}

/** A browser that reads events does not keep the server from ending. */
async function stop(server, phone) {
    const ended = new Promise(resolve => server.on("exit", resolve));
    server.kill();
    expect("it did not end with the code of SIGTERM", await ended === 143);
    await phone.getByText("not connected").waitFor();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const sample = await start();
try {
    await stop(sample.server, await use(browser, sample));
} catch (error) {
    findings.push(error.message.split("\n")[0]);
} finally {
    await browser.close();
    sample.server.kill();
}
findings.forEach(finding => console.log(`notes: ${finding}`));
console.log(`notes: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

// Uses the bench server over HTTP/2 from a page: node http2.mjs URL
// A finding is a line; with any the exit code is 1.
import { chromium } from "playwright-core";

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--ignore-certificate-errors"], // the certificate is self-signed
});
const page = await browser.newPage();
const findings = [];
page.on("pageerror", error => findings.push(error.message));

function expect(what, is, wanted) {
    if (JSON.stringify(is) !== JSON.stringify(wanted)) {
        findings.push(`${what}: ${JSON.stringify(is)}, and not ${JSON.stringify(wanted)}`);
    }
}

const url = process.argv[2].replace(/\/$/, "");
await page.goto(`${url}/plaintext`);
expect("the protocol of the page",
    await page.evaluate(() => performance.getEntriesByType("navigation")[0].nextHopProtocol), "h2");

/** Whether a body is what {@code /bytes} sends: 0123456789012... */
await page.evaluate(() => {
    window.isDigits = body => body.every((byte, at) => byte === 48 + at % 10);
    window.bytes = async (path, options) => new Uint8Array(await (await fetch(path, options)).arrayBuffer());
});

/** Small and large ones at once, more than the server takes at a time. */
const lengths = [...Array(200).keys(), ...Array(10).fill(3_000_000)];
expect("the bodies", await page.evaluate(all => Promise.all(all.map(async (length, i) => {
    const body = await bytes(`/bytes/${length}?${i}`);
    return isDigits(body) ? body.length : "other bytes";
})), lengths), lengths);

/**
 * Uploads that are echoed, beside small ones. Chromium reads no response before its request is sent. Unread, it takes 6 MiB on a stream,
 * and at least half of 15 MiB on the connection: echoes of more would wait without an end.
 */
expect("the echoes", await page.evaluate(async () => {
    const sent = new Uint8Array(2_000_000).map((_, at) => at * 7);
    const echo = body => bytes("/echo", { method: "POST", body });
    const large = [1, 2, 3].map(() => echo(sent));
    const small = await Promise.all([...Array(20).keys()].map(i => echo(`${i}`)));
    const isSame = came => came.length === sent.length && came.every((byte, at) => byte === sent[at]);
    return [small.map(body => new TextDecoder().decode(body)).join(" "), (await Promise.all(large)).map(isSame)];
}), [[...Array(20).keys()].join(" "), [true, true, true]]);

/** What is aborted in the middle, ten at once, before and after the head: the connection goes on. */
expect("the aborted ones", await page.evaluate(() => Promise.all([...Array(20).keys()].map(async i => {
    const abort = new AbortController();
    try {
        const fetched = fetch(i % 2 ? `/bytes/1000000000?${i}` : `/delay/60000?${i}`, { signal: abort.signal });
        if (i % 2) {
            await (await fetched).body.getReader().read();
        }
        abort.abort();
        await fetched;
        return i % 2 ? "AbortError" : "came";
    } catch (error) {
        return error.name;
    }
}))), Array(20).fill("AbortError"));
expect("after them", await page.evaluate(() => bytes("/bytes/100000").then(isDigits)), true);
expect("a request for the head", await page.evaluate(() => fetch("/bytes/7", { method: "HEAD" })
    .then(response => [response.status, response.headers.get("content-length")])), [200, "7"]);

/** All over one connection, whose handshake is that of the page. */
const resources = await page.evaluate(() => performance.getEntriesByType("resource")
    .map(entry => [entry.name, entry.nextHopProtocol, entry.connectStart === entry.connectEnd]));
expect("enough resources", resources.length >= 200, true);
expect("resources of another protocol",
    resources.filter(([name, protocol]) => protocol !== "h2" && !name.includes("/delay/")), []); // those have no response
expect("resources with a connection of their own", resources.filter(([, , reused]) => !reused), []);

await browser.close();
findings.forEach(finding => console.log(`http2: ${finding}`));
console.log(`http2: ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);

// Opens a WebSocket of the bench server from a page: node websocket.mjs URL
// With https:// it must be a stream of the connection of HTTP/2 that has the page (RFC 8441).
// A finding is a line; with any the exit code is 1.
import { chromium } from "playwright-core";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const page = await browser.newPage({ ignoreHTTPSErrors: true });
const findings = [];
page.on("pageerror", error => findings.push(error.message));

function expect(what, is, wanted) {
    if (JSON.stringify(is) !== JSON.stringify(wanted)) {
        findings.push(`${what}: ${JSON.stringify(is)}, and not ${JSON.stringify(wanted)}`);
    }
}

const url = process.argv[2].replace(/\/$/, "");
const statuses = [];
const session = await page.context().newCDPSession(page);
await session.send("Network.enable");
session.on("Network.webSocketHandshakeResponseReceived", event => statuses.push(event.response.status));
await page.goto(`${url}/plaintext`);

/** Sends messages to the echo, and closes. What comes of it: whether each came back as it was, the extension, and the code. */
const result = await page.evaluate(address => new Promise(resolve => {
    const random = new Uint8Array(2 ** 24);
    for (let at = 0; at < random.length; at += 65536) {
        crypto.getRandomValues(random.subarray(at, at + 65536));
    }
    const messages = ["", "snow \u96ea", "x".repeat(70_000), new Uint8Array(0), random, new Uint8Array(2 ** 24)];
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    const came = [];
    const next = () => came.length < messages.length ? socket.send(messages[came.length]) : socket.close(4000, "enough");
    const isSame = (sent, data) => typeof sent === "string"
        ? data === sent
        : data.byteLength === sent.length && new Uint8Array(data).every((byte, at) => byte === sent[at]);
    socket.onopen = next;
    socket.onmessage = event => {
        came.push(isSame(messages[came.length], event.data));
        next();
    };
    socket.onclose = event => resolve([socket.extensions, came, event.code, event.wasClean]);
}), `${url.replace("http", "ws")}/ws`);
expect("the extension, the echoes and the close", result,
    ["permessage-deflate; server_no_context_takeover; client_no_context_takeover", Array(6).fill(true), 4000, true]);

expect("the answers to the handshake: 200 is that of HTTP/2", statuses, [url.startsWith("https") ? 200 : 101]);

await browser.close();
findings.forEach(finding => console.log(`websocket: ${finding}`));
console.log(`websocket: ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);

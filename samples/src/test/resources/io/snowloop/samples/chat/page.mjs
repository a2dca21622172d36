// SPDX-License-Identifier: Apache-2.0
// The script of the chat's page, outside of a browser: node page.mjs CHAT_JS STEP...
// A step is a word, and perhaps a text behind a colon. What the page sends, shows and waits for is printed, a line each.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const [script, ...steps] = process.argv.slice(2);

/** As much of an element as the script uses. */
class Element {
    children = [];
    textContent = "";
    scrollHeight = 0;
    scrollTop = 0;
    clientHeight = 0;
    get firstElementChild() { return this.children[0]; }
    append(...items) { this.children.push(...items.map(each => typeof each === "string" ? { text: each } : Object.assign(each, { parent: this }))); }
    remove() { this.parent.children.splice(this.parent.children.indexOf(this), 1); }
    replaceChildren() { this.children = []; }
    reset() { this.wasReset = true; }
    focus() {}
    get text() { return this.children.map(each => each.text).join("") + this.textContent; }
}

const elements = new Map();
const sockets = [];
const timers = [];
let ids = 0;

class Socket {
    static OPEN = 1;
    constructor(url) { console.log(`connects ${url}`); sockets.push(this); }
    send(message) { console.log(`sends ${message}`); }
}

const byId = id => {
    if (!elements.has(id)) {
        elements.set(id, new Element());
        elements.get(id).elements = { text: new Element() };
    }
    return elements.get(id);
};

runInNewContext(readFileSync(script, "utf8"), {
    document: { getElementById: byId, createElement: () => new Element() },
    location: { protocol: "http:", host: "10.0.0.1" },
    WebSocket: Socket,
    FormData: class { constructor(form) { this.form = form; } get() { return this.form.value; } },
    crypto: { getRandomValues: array => { array[array.length - 1] = ++ids; return array; } },
    setTimeout: (task, millis) => timers.push({ task, millis }),
    TextEncoder,
});

function submit(form, value) {
    const target = Object.assign(byId(form), { value, wasReset: false });
    target.onsubmit({ target, preventDefault() {} });
    return target;
}

function say(text) {
    if (!submit("say", text).wasReset) {
        console.log(`refuses: ${byId("status").textContent}`);
    }
}

const socket = () => sockets.at(-1);
const shown = id => byId(id).children.map(each => `[${each.className}] ${each.text}`).join(", ");

for (const step of steps) {
    const [word, text] = [step.split(":", 1)[0], step.slice(step.indexOf(":") + 1)];
    switch (word) {
        case "join": submit("join", text); break;
        case "open": socket().onopen(); break;
        case "read": socket().onmessage({ data: text }); break;
        case "close": socket().onclose({ reason: text }); break;
        case "say": say(text); break;
        case "many": for (let i = 0; i < Number(text); i++) { say(`text ${i}`); } break;
        case "long": say("\u0001".repeat(Number(text))); break;
        case "timer": {
            const { task, millis } = timers.shift();
            console.log(`waits ${millis} ms`);
            task();
            break;
        }
        case "show": console.log(`shows ${shown("messages")} | ${shown("unseen")}`); break;
        default: throw new Error(`no step ${word}`);
    }
}

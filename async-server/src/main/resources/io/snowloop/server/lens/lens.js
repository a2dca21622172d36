// SPDX-License-Identifier: Apache-2.0
// The page of the lens: controls, and where its records come from.

import {answerOf, choices, reasonFor} from "./predict.js";
import {Trace, beginsTurn} from "./trace.js";
import {draw, drawStrip, element, time} from "./view.js";

const byId = id => document.getElementById(id);

let trace = new Trace();
let position = 0;
let score = {right: 0, asked: 0};

// ------------------------------------------------------------------------------------------------------------- moving

function moveTo(next) {
    position = Math.max(0, Math.min(next, trace.length));
    byId("position").value = position;
    byId("position").setAttribute("aria-valuetext", "event " + position + " of " + trace.length);
    const at = position === 0 ? 0 : trace.records[position - 1].t;
    byId("moment").textContent = `event ${position} of ${trace.length}, at ${time(at)}`;
    byId("back").disabled = position === 0;
    byId("step").disabled = byId("turn").disabled = position === trace.length;
    draw(trace, position);
    history.replaceState(null, "", "#n=" + position);
}

function step() {
    if (position === trace.length) {
        return;
    }
    if (byId("predict").checked) {
        ask();
    } else {
        moveTo(trace.next(position));
    }
}

const actions = {
    back: () => go(trace.previous(position)),
    step,
    turn: () => go(trace.next(position, beginsTurn)),
};

function go(next) {
    byId("question").hidden = true;
    moveTo(next);
}

// --------------------------------------------------------------------------------------------------------- predicting

function ask() {
    const next = trace.next(position);
    const truth = trace.records[next - 1];
    const question = byId("question");
    if (!question.hidden && question.dataset.asked === String(position)) {
        question.querySelector("button").focus();
        return;
    }
    question.dataset.asked = position;
    const answers = choices(trace.stateAt(position), truth, position).map(text => {
        const button = element("button", {}, text);
        button.addEventListener("click", () => answer(text, truth, next));
        return button;
    });
    question.replaceChildren(element("p", {}, "What happens next?"), element("div", {class: "answers"}, ...answers));
    question.hidden = false;
}

function answer(text, truth, next) {
    const question = byId("question");
    const right = answerOf(truth);
    score.asked++;
    score.right += text === right ? 1 : 0;
    for (const button of question.querySelectorAll("button")) {
        button.disabled = true;
        button.className = button.textContent === right ? "right" : button.textContent === text ? "wrong" : "";
    }
    const verdict = text === right ? "Right. " : "No: " + right + ". ";
    const next_ = element("button", {}, "Next");
    next_.addEventListener("click", ask);
    question.append(element("p", {class: "verdict"},
        verdict + reasonFor(truth) + ` You have ${score.right} of ${score.asked}.`), next_);
    moveTo(next);
    next_.focus();
}

// ------------------------------------------------------------------------------------------------------------- begin

function show(loaded) {
    trace = loaded;
    byId("source").textContent = trace.loop;
    byId("position").max = trace.length;
    drawStrip(trace);
    const asked = /^#n=(\d+)$/.exec(location.hash);
    moveTo(asked ? Number(asked[1]) : trace.next(0));
}

async function read(path) {
    const response = await fetch(path);
    if (!response.ok) {
        throw new Error(`the server says ${response.status} to ${path}: ${await response.text()}`);
    }
    return response.text();
}

async function load() {
    const names = (await read("traces")).split("\n");
    const loops = byId("loops");
    loops.replaceChildren(...names.map((name, i) => element("option", {value: i}, name)));
    loops.closest("label").hidden = names.length === 1;
    loops.addEventListener("change", () => {
        location.hash = "";
        loadTrace(loops.value).catch(failed);
    });
    await loadTrace(0);
}

async function loadTrace(number) {
    const path = "traces/" + number;
    byId("save").href = path;
    show(Trace.parse(await read(path)));
    byId("status").textContent = "A recording";
}

function failed(error) {
    byId("status").textContent = error.message;
}

for (const [id, action] of Object.entries(actions)) {
    byId(id).addEventListener("click", action);
}
byId("position").addEventListener("input", event => go(Number(event.target.value)));
byId("events").addEventListener("click", event => {
    const line = event.target.closest("[data-position]");
    if (line) {
        go(Number(line.dataset.position));
    }
});
byId("predict").addEventListener("change", () => {
    byId("question").hidden = true;
});
document.addEventListener("keydown", event => {
    const key = {ArrowLeft: "back", ArrowRight: "step", t: "turn"}[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=range], select")) {
        return;
    }
    if (key && !byId(key).disabled) {
        event.preventDefault();
        actions[key]();
    } else if (event.key === "p") {
        byId("predict").click();
    }
});

load().catch(failed);

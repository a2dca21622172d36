// SPDX-License-Identifier: Apache-2.0
// The page of the lens: its controls, and which loop it shows. A loop that runs is live, then held, then live again. A loop that
// is held, and a recording, are a trace in which one moves.

import {LiveLoop, Second, stateOf} from "./live.js";
import {answerOf, choices, reasonFor} from "./predict.js";
import {drawRuns, markMoment, movesAt, parseRun} from "./scene.js";
import {Trace, beginsTurn} from "./trace.js";
import {byId, draw, drawLive, drawStrip, element, time} from "./view.js";
import {say, sayAll} from "./words.js";

/** "recording", "live", "held", or "running" to the next stop. */
let mode = "recording";
let path = "";
let live = null;
let second = new Second();
let trace = new Trace();
let position = 0;
const score = {right: 0, asked: 0};

// -- moving

function moveTo(next) {
  position = Math.max(0, Math.min(next, trace.length));
  byId("position").value = position;
  byId("position").setAttribute("aria-valuetext", say("eventOf", position, trace.length));
  const at = position === 0 ? 0 : trace.records[position - 1].t;
  byId("moment").textContent = say("eventOfAt", position, trace.length, time(at));
  draw(trace, position, !byId("predict").checked);
  showButtons();
  if (mode === "recording") {
    tellAddress();
    if (scene) {
      const since = at + scene.loop.origin;
      markMoment(scene.after, since);
      const timer = trace.stateAt(position).timers[0];
      offerMoves({t: since}, timer && {...timer, due: timer.due + scene.loop.origin});
    }
  }
}

function tellAddress() {
  history.replaceState(null, "", "#" + (scene?.changes.length > 0 ? "do=" + scene.changes.join(",") + "&" : "")
    + (scene?.loop ? "loop=" + scene.loop.name + "&" : "") + "n=" + position);
}

function go(next) {
  byId("question").hidden = true;
  moveTo(next);
}

/** To the next stop: in the trace, or, at its end, of the loop that is held. */
function forward(kind, order) {
  if (position < trace.length) {
    go(kind ? trace.next(position, kind) : trace.next(position));
  } else if (mode === "held") {
    tell(order);
  }
}

const actions = {
  back: () => go(trace.previous(position)),
  step: () => byId("predict").checked ? ask() : forward(null, "step"),
  turn: () => forward(beginsTurn, "turn"),
  hold: () => tell("hold"),
  go: () => tell("go"),
};

function showButtons() {
  const runs = mode === "live" || mode === "running";
  const atEnd = position === trace.length;
  byId("hold").hidden = !canHold || !runs;
  byId("go").hidden = mode !== "held" && mode !== "running";
  byId("back").disabled = runs || position === 0;
  byId("step").disabled = byId("turn").disabled = runs || (atEnd && mode !== "held");
  byId("position").disabled = runs;
}

// -- a loop that runs

let canHold = false;

function tell(order) {
  enter(order === "go" ? "live" : "running");
  live.tell(order).catch(failed);
}

function enter(next) {
  mode = next;
  byId("status").textContent = {
    recording: say("recording"),
    live: say(canHold ? "live" : "liveOnly"),
    running: say("running"),
    held: say("held"),
  }[mode];
  if (mode === "live") {
    byId("strip").replaceChildren(); // it is that of the trace in which one has moved
  }
  byId("question").hidden = true;
  showButtons();
}

const listener = {
  summary(summary) {
    if (mode === "live" || mode === "running") {
      byId("moment").textContent = say("eventAt", summary.n, time(summary.state.time));
      drawLive(stateOf(summary), second.add(summary));
    }
  },
  held() {
    const before = trace.length === 0 ? -1 : trace.records.at(-1).n;
    loadTrace().then(() => {
      enter("held");
      moveTo(trace.length);
      answerLive(before);
    }).catch(failed);
  },
  runs() {
    if (mode === "held") { // another page has let it go
      enter("live");
    }
  },
  connection(isThere, isAnother) {
    if (isThere) {
      enter("live");
    } else {
      byId("status").textContent = say(isAnother ? "anotherServer" : "noAnswer");
    }
  },
};

// -- predicting

/** What was predicted of a loop that is held; it is answered when the loop has done its step. */
let predicted = null;

function ask() {
  const question = byId("question");
  if (!question.hidden && question.dataset.asked === String(position)) {
    question.querySelector("button").focus();
    return;
  }
  const ahead = position < trace.length ? trace.next(position) : null;
  if (ahead === null && mode !== "held") {
    return;
  }
  question.dataset.asked = position;
  const truth = ahead === null ? null : trace.records[ahead - 1];
  const texts = choices(trace.stateAt(position), truth, position);
  const answers = (truth ? texts : [...texts, say("somethingElse")]).map(text => {
    const button = element("button", {}, text);
    button.addEventListener("click", () => answer(text, texts, truth, ahead));
    return button;
  });
  question.replaceChildren(element("p", {}, say("whatNext")), element("div", {class: "answers"}, ...answers));
  question.hidden = false;
}

function answer(text, texts, truth, ahead) {
  if (truth) {
    judge(text, answerOf(truth), truth);
    moveTo(ahead);
    byId("question").lastChild.focus();
  } else {
    predicted = {text, texts};
    tell("step");
  }
}

/** The loop that was held has come to its next stop. */
function answerLive(before) {
  if (!predicted) {
    return;
  }
  const {text, texts} = predicted;
  predicted = null;
  const truth = trace.records.find(record => record.n > before && record.n === trace.records.at(-1).n);
  const right = texts.includes(answerOf(truth)) ? answerOf(truth) : say("somethingElse");
  const buttons = [...texts, say("somethingElse")].map(each => element("button", {}, each));
  byId("question").replaceChildren(element("p", {}, say("whatHappened")), element("div", {class: "answers"}, ...buttons));
  byId("question").hidden = false;
  judge(text, right, truth);
  byId("question").lastChild.focus();
}

function judge(text, right, truth) {
  const question = byId("question");
  score.asked++;
  score.right += text === right ? 1 : 0;
  for (const button of question.querySelectorAll("button")) {
    button.disabled = true;
    button.className = button.textContent === right ? "right" : button.textContent === text ? "wrong" : "";
  }
  const verdict = (text === right ? say("right") : say("wrong", answerOf(truth))) + " ";
  const another = element("button", {}, say("next"));
  another.addEventListener("click", ask);
  question.append(element("p", {class: "verdict"},
    verdict + reasonFor(truth) + " " + say("score", score.right, score.asked)), another);
}

// -- begin

async function read(from) {
  const response = await fetch(from);
  if (!response.ok) {
    throw new Error(say("serverSays", response.status, from, await response.text()));
  }
  return response.text();
}

async function loadTrace() {
  takeTrace(Trace.parse(await read(path + "/trace")));
}

function takeTrace(next) {
  trace = next;
  byId("position").max = trace.length;
  drawStrip(trace);
}

const asked = name => new URLSearchParams(location.hash.slice(1)).get(name);

async function show(number, kind) {
  live?.close();
  live = null;
  path = "loops/" + number;
  trace = new Trace();
  position = 0;
  byId("save").href = path + "/trace";
  canHold = kind === "hold";
  if (kind === "recording") {
    await loadTrace();
    enter("recording");
    moveTo(Number(asked("n") ?? trace.next(0)));
  } else {
    enter("live");
    second = new Second();
    live = new LiveLoop(path, listener);
  }
}

function listLoops(loops) {
  byId("loops").replaceChildren(...loops.map((loop, i) => element("option", {value: i}, loop.name)));
  byId("loops").closest("label").hidden = loops.length < 2;
}

async function begin() {
  const names = await read("loops");
  if (names === "") {
    scene = {before: parseRun(await read("run")), changes: []};
    byId("scene").hidden = false;
    byId("goal").textContent = await read("goal");
    byId("loops").addEventListener("change", event => showLoop(scene.after.loops[event.target.value], 1));
    await repeat((asked("do") ?? "").split(",").filter(change => change), Number(asked("n") ?? 1));
    return;
  }
  const loops = names.split("\n").map(line => {
    const space = line.indexOf(" ");
    return {kind: line.slice(0, space), name: line.slice(space + 1)};
  });
  const list = byId("loops");
  listLoops(loops);
  const choose = number => {
    byId("source").textContent = loops.length === 1 ? loops[number].name : "";
    return show(number, loops[number].kind);
  };
  list.addEventListener("change", () => {
    history.replaceState(null, "", "#");
    choose(Number(list.value)).catch(failed);
  });
  await choose(0);
}

// -- what if

/** A run that can be repeated: before and after the changes, and which of its loops is shown. */
let scene = null;

/** Runs the scene with these changes, and shows it at a position. */
async function repeat(changes, at) {
  byId("status").textContent = say("runsAgain");
  const list = encodeURIComponent(changes.join(","));
  scene.after = changes.length === 0 ? scene.before : parseRun(await read("run?do=" + list));
  scene.changes = changes;
  byId("save").href = "run?do=" + list;
  byId("source").textContent = say("seed", scene.after.scene, scene.after.seed);
  drawRuns(scene.before, scene.after, changes, moment => {
    if (scene.loop) {
      const next = trace.records.findIndex(record => record.t + scene.loop.origin >= moment.t);
      go(next < 0 ? trace.length : next + 1);
    }
    offerMoves(moment);
  });
  const {loops} = scene.after;
  const hidden = loops.length === 0;
  byId("no-loop").hidden = !hidden;
  document.querySelectorAll(".controls, .columns").forEach(each => each.hidden = hidden);
  listLoops(loops);
  enter("recording");
  if (hidden) {
    offerMoves({t: 0});
    tellAddress();
  } else {
    showLoop(loops.find(loop => loop.name === (scene.loop?.name ?? asked("loop"))) ?? loops[0], at);
  }
}

function showLoop(loop, at) {
  scene.loop = loop;
  byId("loops").value = scene.after.loops.indexOf(loop);
  takeTrace(Trace.parse(scene.after.text, loop.name));
  moveTo(at);
}

/** The buttons of what could be otherwise here, and of what is already. */
function offerMoves(moment, timer) {
  const button = (text, list, style) => {
    const made = element("button", style ? {class: style} : {}, text);
    made.addEventListener("click", () => repeat(list, position).catch(failed));
    return made;
  };
  byId("moves").replaceChildren(
    ...scene.changes.map(change => button(say("without", change), scene.changes.filter(each => each !== change), "made")),
    element("span", {}, say("whatIfAt", time(moment.t) + (moment.text ? ", " + moment.text : ""))),
    ...movesAt(scene.after, moment, scene.loop?.name, timer).map(({text, change}) => button(text, [...scene.changes, change])));
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
byId("predict").addEventListener("change", () => mode !== "live" && mode !== "running" && go(position));
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=range], select")) {
    return;
  }
  const key = {ArrowLeft: "back", ArrowRight: "step", t: "turn", h: "hold", g: "go"}[event.key];
  if (key && !byId(key).disabled && !byId(key).hidden) {
    event.preventDefault();
    actions[key]();
  } else if (event.key === "p") {
    byId("predict").click();
  }
});

sayAll();
begin().catch(failed);

// SPDX-License-Identifier: Apache-2.0
// Draws the state of a loop.

import {titleOf} from "./state.js";
import {say} from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/** The phases of a turn, with the lines of EventLoop.turn() that they are. */
const PHASES = [
  {id: "wait-time", name: say("waitTime"), code: "wait = sleepTime()"},
  {id: "select", name: say("selectPhase"), code: "select(wait)"},
  {id: "channels", name: say("channelsPhase"), code: "dispatch(ready channels)"},
  {id: "timers", name: say("timersPhase"), code: "fireDue(timers)"},
  {id: "tasks", name: say("tasksPhase"), code: "runTasks(queued before)"},
];

/** The bits of java.nio.channels.SelectionKey. */
const OPS = [["A", 16, "accept"], ["C", 8, "connect"], ["R", 1, "read"], ["W", 4, "write"]];

/** Why a stream was reset (RFC 9113 §7). */
const CODES = ["NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
  "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED"];

const HIGH_WATER = 64 * 1024;

/** From here on something is late. Select has whole milliseconds, so one of them is as usual. */
const LATE = 2e6;
const SHOWN = 12;

export const byId = id => document.getElementById(id);

/** An element with attributes and children: text is never taken for HTML. */
export function element(name, attributes = {}, ...children) {
  const {style, ...others} = attributes;
  const made = document.createElement(name);
  made.style.cssText = style ?? ""; // an attribute would be an inline style, which the page's policy refuses
  Object.entries(others).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

/** Nanoseconds, in the unit that suits them. */
export function time(nanos) {
  const size = Math.abs(nanos);
  if (size === 0) {
    return "0 s";
  }
  if (size >= 1e9) {
    return (nanos / 1e9).toFixed(3) + " s";
  }
  return size >= 1e6 ? (nanos / 1e6).toFixed(size >= 1e7 ? 1 : 2) + " ms" : (nanos / 1e3).toFixed(1) + " µs";
}

/** Draws a position; with what comes after it in that turn, or without, for one who is asked what happens next. */
export function draw(trace, position, withNext) {
  byId("flame-title").textContent = say("inThisTurn");
  const state = trace.stateAt(position);
  const callbacks = trace.callbacks(position);
  drawTurn(state, durations(trace, position));
  drawOpen(state);
  drawFlame(callbacks.filter(each => withNext || each.at < position), position);
  drawEvents(trace, position, withNext);
  drawWaiting(state);
}

/** Draws a loop that runs: what it has done in the span of the summary, and what waits at its end. */
export function drawLive(state, summary) {
  byId("flame-title").textContent = say("lastSecond");
  drawTurn(state, new Map(PHASES.map(phase => [phase.id, 0])));
  const share = summary.span > 0 ? summary.busy / summary.span : 0;
  byId("ring-text").textContent = say(summary.turns === 1 ? "oneTurn" : "turns", summary.turns, time(summary.span),
    (100 * share).toFixed(share < 0.1 ? 1 : 0)) + (summary.lost > 0 ? " " + say("lost", summary.lost) : "");
  byId("open").replaceChildren(none(say("holdForCallback")));
  drawOwners(summary);
  byId("events").replaceChildren(none(say("holdForEvents")));
  drawWaiting(state);
}

function drawWaiting(state) {
  drawTasks(state);
  drawTimers(state);
  drawFutures(state);
  drawChannels(state);
}

function drawOwners(summary) {
  const most = Math.max(1, ...summary.owners.map(owner => owner.self));
  const flame = byId("flame");
  flame.style.height = "";
  const rows = summary.owners.map(owner => element("li", {},
    element("span", {class: "bar ready" + (owner.late > LATE ? " late" : ""), style: `width:max(3px,${100 * owner.self / most}%)`}),
    element("b", {}, owner.name || say("callback")),
    element("span", {class: "quiet"}, say("calls", owner.calls, time(owner.self)) + (owner.late > LATE ? say("upToLate", time(owner.late)) : ""))));
  flame.replaceChildren(element("ol", {class: "owners"}, ...(rows.length > 0 ? rows : [none(say("noCallback"))])));
}

// -- the turn

/** How long each phase of the turn has taken so far, in nanoseconds. */
function durations(trace, position) {
  const taken = new Map(PHASES.map(phase => [phase.id, 0]));
  let phase = "wait-time";
  let since = null;
  for (let i = trace.turnOf(position); i < position; i++) {
    const record = trace.records[i];
    if (since !== null) {
      taken.set(phase, taken.get(phase) + record.t - since);
    }
    since = record.t;
    phase = phaseAfter(record, phase);
  }
  return taken;
}

function phaseAfter(record, phase) {
  const entered = {"turn-begin": "wait-time", "select-begin": "select", "select-end": "channels", timer: "timers", task: "tasks"};
  return entered[record.event] ?? phase;
}

function drawTurn(state, taken) {
  const all = [...taken.values()].reduce((sum, each) => sum + each, 0);
  const ring = byId("ring");
  ring.replaceChildren(shape("title", {}, say("ringTitle")));
  const least = 0.09;
  let from = 0;
  for (const phase of PHASES) {
    const share = least + (1 - PHASES.length * least) * (all === 0 ? 1 / PHASES.length : taken.get(phase.id) / all);
    const now = phase.id === state.phase;
    ring.append(shape("path", {d: arc(from, from + share - 0.012, 88), class: "arc " + phase.id + (now ? " now" : "")}));
    const middle = point(from + share / 2 - 0.006, 108);
    ring.append(shape("text", {x: middle.x, y: middle.y + 3, class: "label" + (now ? " now" : ""), "text-anchor": anchor(middle.x)},
      phase.name));
    from += share;
  }
  ring.append(shape("text", {x: 0, y: -6, class: "big", "text-anchor": "middle"}, say("turnNumber", state.turn)));
  ring.append(shape("text", {x: 0, y: 16, class: "small", "text-anchor": "middle"}, time(state.time)));
  byId("ring-text").textContent = state.phase === "stopped" ? say("between")
    : say("taken", state.turn, PHASES.find(phase => phase.id === state.phase).name, time(all));
  byId("code").replaceChildren(...PHASES.map(phase => {
    const line = element("li", phase.id === state.phase ? {class: "now", "aria-current": "step"} : {});
    line.append(element("code", {}, phase.code), element("span", {}, taken.get(phase.id) > 0 ? time(taken.get(phase.id)) : ""));
    return line;
  }));
}

function point(turn, radius) {
  const angle = 2 * Math.PI * (turn - 0.25);
  return {x: radius * Math.cos(angle), y: radius * Math.sin(angle)};
}

function anchor(x) {
  return x > 25 ? "start" : x < -25 ? "end" : "middle";
}

function arc(from, to, radius) {
  const a = point(from, radius);
  const b = point(to, radius);
  return `M ${a.x} ${a.y} A ${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${b.x} ${b.y}`;
}

// -- now

function drawOpen(state) {
  const lines = state.open.map((title, depth) =>
    element("li", {style: "--depth:" + depth}, title || say("callback")));
  byId("open").replaceChildren(...(lines.length > 0 ? lines : [none(say("noneRuns"))]));
}

function drawFlame(callbacks, position) {
  const flame = byId("flame");
  if (callbacks.length === 0) {
    flame.replaceChildren(element("p", {class: "quiet"}, say("noneInTurn")));
    flame.style.height = "";
    return;
  }
  const from = callbacks[0].from;
  const to = Math.max(...callbacks.map(each => each.to));
  const timed = to > from;
  const width = each => timed ? (each.to - each.from) / (to - from) : 1 / callbacks.length;
  const left = (each, i) => timed ? (each.from - from) / (to - from) : i / callbacks.length;
  flame.style.height = 1.6 * (1 + Math.max(...callbacks.map(each => each.depth))) + "rem";
  flame.replaceChildren(...callbacks.map((each, i) => {
    const title = titleOf(each.record) || say("callback");
    const late = each.record.late > LATE ? ", " + say("late", time(each.record.late)) : "";
    return element("span", {
      class: "bar " + each.record.event + (each.at < position ? "" : " later") + (late ? " late" : ""),
      style: `left:${100 * left(each, i)}%;width:max(3px,${100 * width(each)}%);top:${1.6 * each.depth}rem`,
      title: title + ", " + time(each.to - each.from) + late,
    }, title);
  }));
}

function drawEvents(trace, position, withNext) {
  const from = Math.max(0, position - 7);
  const lines = trace.records.slice(from, position + (withNext ? 4 : 0)).map((record, i) => {
    const at = from + i + 1;
    const line = element("li", {"data-position": at, class: at === position ? "now" : at > position ? "later" : ""});
    if (at === position) {
      line.setAttribute("aria-current", "true");
    }
    line.append(
      element("span", {class: "n"}, String(record.n)),
      element("span", {class: "event"}, record.event),
      element("span", {class: "owner"}, ownerOf(record)),
      element("span", {class: "value"}, valueOf(record)));
    return line;
  });
  byId("events").replaceChildren(...lines);
}

function ownerOf(record) {
  const number = (record.channel ?? record.future ?? "") + (record.stream ? "/" + record.stream : "");
  return [record.owner, number ? "#" + number : ""].filter(part => part).join(" ");
}

function valueOf(record) {
  if (record.late > 0) {
    return say("late", time(record.late));
  }
  if (record.event === "select-begin") {
    return record.wait < 0 ? say("noLimit") : record.wait === 0 ? say("waitsNot") : say("atMost", time(record.wait));
  }
  if (record.in !== undefined) {
    return say("dueIn", time(record.in));
  }
  if (record.on !== undefined) {
    return say("on", "#" + record.on);
  }
  if (record.event === "future-decided") {
    return [say("value"), say("error"), say("cancelled")][record.outcome];
  }
  if (record.stream) {
    return record.state !== undefined ? stateOf(record.state) : record.code !== undefined ? codeOf(record.code) : levelOf(record);
  }
  return record.bytes !== undefined ? say("bytes", record.bytes)
    : record.queued !== undefined ? say("queued", record.queued)
    : record.ready !== undefined ? say("ready", record.ready)
    : record.ops !== undefined ? letters(record.ops) : "";
}

function levelOf({queued, window}) {
  const bytes = number => number.toLocaleString("en");
  const parts = [queued > 0 && say("bytes", bytes(queued)), window === 0 && say("blocked"), window > 0 && say("window", bytes(window))];
  return parts.filter(part => part).join(", ");
}

/** The states of a stream (RFC 9113 §5.1), as a trace numbers them. */
function stateOf(state) {
  return [say("open"), say("halfClosedLocal"), say("halfClosedRemote"), say("closed")][state] ?? "";
}

function codeOf(code) {
  return CODES[code >>> 0] ?? say("code", code >>> 0);
}

function letters(ops) {
  return OPS.filter(([, bit]) => (ops & bit) !== 0).map(([, , name]) => name).join(", ") || say("nothing");
}

// -- what waits

function drawTasks(state) {
  const due = state.dueNow();
  fill("this-turn", state.tasks.slice(0, due), chip);
  fill("next-turn", state.tasks.slice(due), chip);
}

function chip(name) {
  return element("li", {}, name || say("task"));
}

function drawTimers(state) {
  fill("timers", state.timers, timer => element("li", {},
    element("span", {}, timer.name || say("timer")),
    element("span", {class: timer.due < state.time ? "late" : "quiet"}, dueIn(timer.due - state.time))));
}

function dueIn(nanos) {
  return nanos < 0 ? say("overdue", time(-nanos)) : nanos === 0 ? say("dueNow") : say("dueIn", time(nanos));
}

function drawFutures(state) {
  const waited = new Set([...state.futures.values()].flatMap(future => state.pending(future)));
  const ends = [...state.futures.values()].filter(future => !waited.has(future.id));
  fill("futures", ends, future => futureLine(state, future, 0));
}

/** A future, and below it what it waits for, up to the one that code must complete. */
function futureLine(state, future, depth) {
  const on = state.pending(future);
  const what = (future.name || say("promise")) + " #" + future.id;
  const line = element("li", {}, element("span", {class: on.length === 0 ? "acts" : ""}, what));
  if (on.length > 0 && depth < 8) {
    const below = on.slice(0, SHOWN).map(id => futureLine(state, state.futures.get(id), depth + 1));
    line.append(element("ul", {}, ...below));
  }
  return line;
}

function fill(id, all, line) {
  const lines = all.slice(0, SHOWN).map(line);
  if (all.length > SHOWN) {
    lines.push(element("li", {class: "quiet more"}, say("more", all.length - SHOWN)));
  }
  byId(id).replaceChildren(...(lines.length > 0 ? lines : [none(say("none"))]));
}

function none(text) {
  return element("li", {class: "quiet none"}, text);
}

// -- channels

function drawChannels(state) {
  const all = [...state.channels.values()];
  if (all.length === 0) {
    byId("channels").replaceChildren(element("p", {class: "quiet"}, say("noneKnown")));
    return;
  }
  const rows = all.slice(0, SHOWN).flatMap(channel => [element("tr", {class: channel.ready ? "ready" : ""},
    element("td", {}, "#" + channel.id),
    element("td", {}, channel.name || say("channel")),
    element("td", {}, ...OPS.map(([letter, bit, name]) => bitOf(channel, letter, bit, name))),
    element("td", {}, queueOf(channel))), ...streamsOf(state, channel)]);
  const table = element("table", {},
    element("thead", {}, element("tr", {},
      ...["number", "handler", "interest", "queuedBytes"].map(key => element("th", {scope: "col"}, say(key))))),
    element("tbody", {}, ...rows));
  byId("channels").replaceChildren(table);
  if (all.length > SHOWN) {
    byId("channels").append(element("p", {class: "quiet"}, say("more", all.length - SHOWN)));
  }
}

/** The streams of HTTP/2 on a channel, a row each. */
function streamsOf(state, channel) {
  const all = [...state.streams.values()].filter(stream => stream.channel === channel.id);
  const rows = all.slice(0, SHOWN).map(stream => element("tr", {class: "stream"},
    element("td", {}, "#" + channel.id + "/" + stream.number),
    element("td", {}, stream.name || say("stream")),
    element("td", {}, stream.reset < 0 ? stateOf(stream.state) : say("reset", codeOf(stream.reset))),
    element("td", {class: stream.window === 0 ? "late" : ""}, stream.state === 3 ? "" : levelOf(stream))));
  if (all.length > SHOWN) {
    rows.push(element("tr", {}, element("td", {colspan: 4, class: "quiet"}, say("more", all.length - SHOWN))));
  }
  return rows;
}

function bitOf(channel, letter, bit, name) {
  const waits = (channel.interest & bit) !== 0;
  const ready = (channel.ready & bit) !== 0;
  const text = say(ready ? "bitReady" : waits ? "bitWaits" : "bitNo", name);
  return element("span", {class: "bit" + (waits ? " waits" : "") + (ready ? " ready" : ""), title: text, "aria-label": text}, letter);
}

function queueOf(channel) {
  const share = Math.min(1, channel.queued / HIGH_WATER);
  const text = channel.queued === 0 ? "" : say("bytes", channel.queued.toLocaleString("en"));
  return element("span", {class: "queue" + (share >= 1 ? " high" : ""), title: text || say("nothingQueued")},
    element("span", {style: `width:${100 * share}%`}), element("b", {}, text));
}

// -- strip

/** The trace as a strip: each of 240 pieces as high as the time that callbacks took there; red where something was late. */
export function drawStrip(trace) {
  const strip = byId("strip");
  const pieces = Math.min(240, Math.max(1, trace.length));
  strip.setAttribute("viewBox", `0 0 ${pieces} 20`);
  const busy = new Array(pieces).fill(0);
  const late = new Array(pieces).fill(false);
  let depth = 0;
  let since = 0;
  trace.records.forEach((record, i) => {
    const piece = Math.floor(i * pieces / trace.length);
    if (record.event === "end") {
      depth = Math.max(0, depth - 1);
      busy[piece] += depth === 0 ? record.t - since : 0;
    } else if (["ready", "timer", "task", "call"].includes(record.event)) {
      since = depth++ === 0 ? record.t : since;
      late[piece] ||= record.late > LATE;
    } else if (record.event === "turn-begin") {
      depth = 0;
    }
  });
  const most = Math.max(...busy);
  strip.replaceChildren(...busy.map((nanos, i) => {
    const height = 2 + 18 * (most === 0 ? 0 : Math.sqrt(nanos / most));
    return shape("rect", {x: i, y: 20 - height, width: 0.8, height, class: late[i] ? "late" : "busy"});
  }));
}

// SPDX-License-Identifier: Apache-2.0
// A run that can be repeated: what happened in it, and what if something were otherwise. docs/scenes.md has its lines.

import {byId, element, time} from "./view.js";
import {say} from "./words.js";

const SHOWN = 300;

/** How long a host is held, and how late a segment is. */
const LONG = "1s";

export function parseRun(text) {
  const lines = text.trim().split("\n").map(line => JSON.parse(line));
  return {
    text,
    ...lines[0],
    moments: lines.filter(line => line.kind),
    loops: lines.filter(line => line["snowloop-trace"]).map(line => ({name: line.trace, origin: line.origin})),
    end: lines.find(line => line.end !== undefined),
    verdict: lines.find(line => line.verdict)?.verdict,
  };
}

/** The index of the first moment that is not the same. */
function firstDifference(before, after) {
  const differs = before.moments.findIndex((moment, i) => after.moments[i] === undefined || rowOf(moment) !== rowOf(after.moments[i]));
  return differs < 0 ? before.moments.length : differs;
}

function rowOf({t, host, peer, text}) {
  return [t, host, peer, text].join(" ");
}

/** Draws the run as it was and, below it, with the changes. */
export function drawRuns(before, after, changes, pick) {
  const differs = changes.length === 0 ? -1 : firstDifference(before, after);
  byId("verdict").textContent = after.verdict ?? "";
  byId("command").textContent = `./snowloop lens --scene ${before.scene} --seed ${before.seed}`
    + (byId("goal").textContent ? " --desk" : "") + (changes.length > 0 ? " --what-if " + changes.join(",") : "");
  const runs = changes.length === 0 ? [runOf("", before, -1, pick)]
    : [runOf(say("asItWas"), before, differs, null), runOf(say("withChanges", changes.join(", ")), after, differs, pick)];
  byId("runs").replaceChildren(...runs);
  byId("runs").querySelectorAll(".differs").forEach(row => show(row));
}

function runOf(title, run, differs, pick) {
  const server = run.moments.find(moment => moment.connection)?.peer;
  const rows = run.moments.slice(0, SHOWN).map((moment, i) => {
    const toServer = moment.peer === server;
    const link = moment.connection && moment.kind !== "call"
      ? toServer ? `${moment.host} \u2192 ${server}` : `${moment.peer} \u2190 ${moment.host}` : moment.host ?? say("theNetwork");
    const what = (moment.kind === "lost" ? say("lostSegment", moment.text) : moment.text)
      + (i === differs ? " \u25c0 " + say("firstDifference") : "");
    const button = element("button", {class: moment.kind}, ...[time(moment.t), link, what].map(text => element("span", {}, text)));
    button.disabled = !pick;
    button.addEventListener("click", () => pick?.(moment));
    return element("li", i === differs ? {class: "differs"} : {}, button);
  });
  const {failure, end} = run.end;
  const more = run.moments.length - rows.length;
  const ended = failure ? `${time(failure.t)}: ${failure.symptom}: ${failure.text}` : say("fine", time(end));
  return element("div", {},
    title && element("h3", {}, title),
    element("ol", {tabindex: 0, "aria-label": title || say("theRun")}, ...rows),
    element("p", {class: failure ? "late" : "quiet"}, (more > 0 ? say("moreLines", more) + " " : "") + ended));
}

/** Marks what happened last at a time since the start of the run. */
export function markMoment(run, at) {
  const list = byId("runs").querySelector("div:last-child ol");
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const next = run.moments.findIndex(moment => moment.t > at);
  const row = list.children[(next < 0 ? list.children.length : next) - 1];
  row?.setAttribute("aria-current", "true");
  show(row);
}

function show(row) {
  const list = row?.parentElement;
  if (list && (row.offsetTop < list.scrollTop || row.offsetTop > list.scrollTop + list.clientHeight - 40)) {
    list.scrollTop = row.offsetTop - 80;
  }
}

/** What could be otherwise at a moment, or at a time at which a loop has this state: {text, change}. */
export function movesAt(run, {t, segment, write, bytes}, host, timer) {
  const at = time => time / 1e6 + "ms";
  const moves = [];
  const offer = (text, change) => moves.push({text, change});
  if (segment) {
    offer(say("dropIt"), "drop=" + segment);
    offer(say("lateBy"), `delay=${segment}:${LONG}`);
    for (const part of new Set([1, bytes >> 1, bytes - 1].filter(size => size > 0 && size < bytes))) {
      offer(say("splitAfter", part), `split=${segment}:${part}`);
    }
  }
  if (write && bytes > 1) {
    offer(say("takeOne"), `short-write=${write}:1`);
  }
  for (const name of Object.keys(run.hosts)) {
    offer(say("holdHost", name), `hold=${name}:${at(t)}:${LONG}`);
  }
  if (timer && timer.due >= t) {
    offer(say("first", timer.name || say("theTimer")), `timers-first=${host}:${at(t)}:${at(timer.due)}`);
  }
  return moves;
}

// SPDX-License-Identifier: Apache-2.0
// What happens next? The choices are made of the true state of the loop, so nobody writes questions, and none is out of date.

import {titleOf} from "./state.js";
import {say} from "./words.js";

/** What a stop says, as an answer. */
export function answerOf(record) {
  switch (record.event) {
    case "turn-begin":
      return say("turnBegins");
    case "select-end":
      return say(record.ready > 0 ? "selectReady" : "selectNone");
    case "ready":
      return say("isCalled", titleOf(record));
    case "timer":
      return say("fires", titleOf(record));
    default:
      return say("runs", titleOf(record));
  }
}

/** Why the loop did it. */
export function reasonFor(record) {
  switch (record.event) {
    case "turn-begin":
      return say("whyTurn");
    case "select-end":
      return say("whySelect");
    case "ready":
      return say("whyReady");
    case "timer":
      return say("whyTimer");
    default:
      return say("whyTask");
  }
}

/**
 * The question at a position: up to four choices in an order that does not tell, among them the true one if it is known.
 * Mistakes that people make come first: that a task which was just queued runs at once, that the soonest timer fires before
 * its time, that a callback runs where it is queued.
 */
export function choices(state, truth, position) {
  const found = [];
  const offer = text => {
    if (text && !found.includes(text)) {
      found.push(text);
    }
  };
  if (truth) {
    offer(answerOf(truth));
  }
  if (state.tasks.length > 0) {
    offer(answerOf({event: "task", owner: state.tasks[Math.min(state.dueNow(), state.tasks.length - 1)]}));
    offer(answerOf({event: "task", owner: state.tasks[0]}));
  }
  if (state.timers.length > 0) {
    offer(answerOf({event: "timer", owner: state.timers[0].name}));
  }
  for (const channel of [...state.channels.values()].filter(each => each.interest !== 0).slice(0, 1)) {
    offer(answerOf({event: "ready", owner: channel.name, channel: channel.id}));
  }
  offer(say("turnBegins"));
  offer(say("selectNone"));
  offer(say("selectReady"));
  const four = found.slice(0, 4);
  return four.map((text, i) => ({text, key: hash(text + position + i)})).sort((a, b) => a.key - b.key).map(each => each.text);
}

function hash(text) {
  let sum = 7;
  for (const char of text) {
    sum = (sum * 31 + char.codePointAt(0)) % 65_521;
  }
  return sum;
}

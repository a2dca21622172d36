// SPDX-License-Identifier: Apache-2.0
// What happens next? The choices are made of the true state of the loop, so nobody writes questions, and none is out of date.

import {titleOf} from "./state.js";

/** What a stop says, as an answer. */
export function answerOf(record) {
  switch (record.event) {
    case "turn-begin":
      return "a new turn begins";
    case "select-end":
      return record.ready > 0 ? "select returns, with ready channels" : "select returns, with no channel ready";
    case "ready":
      return titleOf(record) + " is called: it is ready";
    case "timer":
      return titleOf(record) + " fires";
    default:
      return titleOf(record) + " runs";
  }
}

/** Why the loop did it. */
export function reasonFor(record) {
  switch (record.event) {
    case "turn-begin":
      return "The tasks that were due in this turn are done. What they have queued runs in the next one.";
    case "select-end":
      return "A turn begins with select. It waits until a channel is ready, the first timer is due, or another thread"
        + " wakes the loop; it does not wait if a task is queued.";
    case "ready":
      return "After select, the handlers of the ready channels are called, before timers and tasks.";
    case "timer":
      return "Timers fire after the channels and before the tasks, soonest first.";
    default:
      return "Tasks run at the end of a turn: those that were queued before its callbacks began. Tasks of other"
        + " threads are collected after select.";
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
  offer("a new turn begins");
  offer("select returns, with no channel ready");
  offer("select returns, with ready channels");
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

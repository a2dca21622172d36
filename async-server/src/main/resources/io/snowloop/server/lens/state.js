// SPDX-License-Identifier: Apache-2.0
// What a loop was doing at a moment, and what waited then. The same as io.snowloop.trace.LoopState, record for record: a test
// compares the two. docs/trace.md has the members of a record.

const UNKNOWN = -1;
const CLOSED = 3; // the state of a stream that is over

export class LoopState {
  constructor() {
    this.phase = "stopped";
    this.turn = 0;
    this.time = 0;
    this.open = []; // the callbacks that run, the innermost one last
    this.tasks = []; // the names of the tasks that are queued
    this.due = 0; // how many of them run in this turn
    this.timers = []; // {name, due}, soonest first
    this.channels = new Map(); // by number: {id, name, interest, ready, queued}
    this.streams = new Map(); // by channel and number: {channel, number, name, state, queued, window, reset}
    this.futures = new Map(); // by number: {id, name, on}
  }

  copy() {
    return Object.setPrototypeOf(structuredClone(this), LoopState.prototype);
  }

  apply(record) {
    this.time = record.t;
    if (this.due === UNKNOWN && this.phase === "channels" && record.event !== "task-queued") {
      this.due = this.tasks.length;
    }
    const name = record.owner ?? "";
    switch (record.event) {
      case "turn-begin":
        this.turn++;
        this.open = [];
        this.forget(stream => stream.state === CLOSED);
        this.enter("wait-time");
        break;
      case "select-begin":
        this.enter("select");
        break;
      case "select-end":
        this.phase = "channels";
        this.due = UNKNOWN;
        break;
      case "turn-end":
        this.enter("stopped");
        break;
      case "ready":
        this.open.push(titleOf(record));
        this.channel(record).ready = record.ops;
        break;
      case "timer":
        this.open.push(titleOf(record));
        this.phase = "timers";
        this.unset(name, record.t - record.late);
        break;
      case "task":
        this.open.push(titleOf(record));
        this.phase = "tasks";
        this.tasks.shift();
        this.due = Math.max(0, this.due - 1);
        break;
      case "call":
        this.open.push(titleOf(record));
        break;
      case "end":
        this.end();
        break;
      case "task-queued":
        this.tasks.push(name);
        break;
      case "timer-set":
        this.set({name, due: record.t + record.in});
        break;
      case "timer-unset":
        this.unset(name, record.t + record.in);
        break;
      case "registered":
      case "interest":
        this.channel(record).interest = record.ops;
        break;
      case "deregistered":
        this.channels.delete(record.channel);
        this.forget(stream => stream.channel === record.channel);
        break;
      case "queue-level":
      case "high-water":
      case "low-water":
        this.channel(record).queued = record.queued;
        break;
      case "stream-opened":
      case "stream-state":
        this.stream(record).state = record.state;
        break;
      case "stream-queued":
        this.stream(record).queued = record.queued;
        break;
      case "stream-window":
        this.stream(record).window = record.window;
        break;
      case "stream-reset":
        Object.assign(this.stream(record), {state: CLOSED, reset: record.code >>> 0});
        break;
      case "future-made":
        this.futures.set(record.future, {id: record.future, name, on: []});
        break;
      case "future-waits":
        this.waits(record.future, [record.on]);
        break;
      case "future-joined":
        this.join(record.future, record.on);
        break;
      case "future-decided":
        this.futures.delete(record.future);
        break;
    }
  }

  enter(phase) {
    this.phase = phase;
    this.due = 0;
  }

  end() {
    this.open.pop();
    if (this.open.length === 0) {
      for (const channel of this.channels.values()) {
        channel.ready = 0;
      }
    }
  }

  set(timer) {
    this.timers.splice(this.firstFrom(timer.due + 1), 0, timer);
  }

  unset(name, due) {
    for (let i = this.firstFrom(due); i < this.timers.length && this.timers[i].due === due; i++) {
      if (this.timers[i].name === name) {
        this.timers.splice(i, 1);
        return;
      }
    }
  }

  /** The index of the first timer that is due at a time or later. */
  firstFrom(due) {
    let low = 0;
    let high = this.timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timers[middle].due < due) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  channel(record) {
    const id = record.channel;
    if (!this.channels.has(id)) {
      this.channels.set(id, {id, name: "", interest: 0, ready: 0, queued: 0});
    }
    const channel = this.channels.get(id);
    channel.name = record.owner ?? "";
    return channel;
  }

  stream({channel, stream: number, owner}) {
    const key = channel + "/" + number;
    if (!this.streams.has(key)) {
      this.streams.set(key, {channel, number, name: owner ?? "", state: UNKNOWN, queued: 0, window: UNKNOWN, reset: UNKNOWN});
    }
    return this.streams.get(key);
  }

  /** Removes streams. */
  forget(over) {
    this.streams.forEach((stream, key) => over(stream) && this.streams.delete(key));
  }

  waits(id, on) {
    const future = this.futures.get(id);
    if (future) {
      future.on = [...new Set([...future.on, ...on])];
    }
  }

  join(id, other) {
    const joined = this.futures.get(id);
    this.futures.delete(id);
    if (joined) {
      this.waits(other, joined.on);
    }
  }

  /** How many of the tasks run in this turn. */
  dueNow() {
    return this.due === UNKNOWN ? this.tasks.length : this.due;
  }

  /** The numbers of the pending futures that one waits for. */
  pending(future) {
    return future.on.filter(id => this.futures.has(id));
  }
}

/** The callback that begins with a record: "timer retry". */
export function titleOf(record) {
  const owner = record.owner ?? "";
  const name = record.channel ? owner + " " + record.channel : owner;
  switch (record.event) {
    case "timer":
      return "timer " + name;
    case "task":
      return owner.startsWith("handler ") ? name : "task " + name;
    default:
      return name;
  }
}

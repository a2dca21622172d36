// SPDX-License-Identifier: Apache-2.0
// The records of a loop, and its state at each position. A position is a number of records; the record before it has happened last.

import {LoopState} from "./state.js";

/** A copy of the state is kept at each of so many records, so that a step back does not begin at the first one. */
const KEYFRAME = 512;

/** The events before which a loop can be held. */
const STOPS = new Set(["turn-begin", "select-end", "ready", "timer", "task"]);

export class Trace {
  constructor() {
    this.records = [];
    this.keyframes = [new LoopState()];
    this.last = {position: 0, state: new LoopState()};
  }

  /** A trace file: see docs/trace.md. Of an outcome's file, the trace with a name. */
  static parse(text, name) {
    const trace = new Trace();
    const lines = text.split("\n").filter(line => line).map(line => JSON.parse(line));
    const header = lines.find(line => line["snowloop-trace"] && (!name || line.trace === name));
    trace.add(lines.filter(line => line.event && line.trace === header.trace));
    return trace;
  }

  add(records) {
    for (const record of records) {
      this.records.push(record);
    }
  }

  get length() {
    return this.records.length;
  }

  /** The state after the first records. It is the caller's until the next call. */
  stateAt(position) {
    if (this.last.position > position || this.last.position < position - KEYFRAME) {
      this.last = this.keyframe(Math.floor(position / KEYFRAME));
    }
    const {state} = this.last;
    for (let i = this.last.position; i < position; i++) {
      state.apply(this.records[i]);
    }
    this.last.position = position;
    return state;
  }

  keyframe(number) {
    while (this.keyframes.length <= number) {
      const next = this.keyframes.at(-1).copy();
      const from = (this.keyframes.length - 1) * KEYFRAME;
      this.records.slice(from, from + KEYFRAME).forEach(record => next.apply(record));
      this.keyframes.push(next);
    }
    return {position: number * KEYFRAME, state: this.keyframes[number].copy()};
  }

  /** The position after the next stop of some kind; the end if there is none. */
  next(position, kind = isStop) {
    for (let i = position; i < this.length; i++) {
      if (kind(this.records[i])) {
        return i + 1;
      }
    }
    return this.length;
  }

  /** The position after the stop before; 0 if there is none. */
  previous(position, kind = isStop) {
    for (let i = position - 2; i >= 0; i--) {
      if (kind(this.records[i])) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The index of the record that began the turn of a position. */
  turnOf(position) {
    let i = Math.min(position, this.length) - 1;
    while (i > 0 && this.records[i].event !== "turn-begin") {
      i--;
    }
    return Math.max(0, i);
  }

  /** The callbacks of the turn of a position, nested ones included: {title, depth, from, to, late}. */
  callbacks(position) {
    const found = [];
    const open = [];
    const begin = this.turnOf(position);
    for (let i = begin; i < this.length && (i === begin || this.records[i].event !== "turn-begin"); i++) {
      const record = this.records[i];
      if (beginsCallback(record)) {
        const callback = {record, depth: open.length, from: record.t, to: record.t, at: i};
        open.push(callback);
        found.push(callback);
      } else if (record.event === "end" && open.length > 0) {
        open.pop().to = record.t;
      }
    }
    return found;
  }
}

export function isStop(record) {
  return STOPS.has(record.event);
}

export function beginsTurn(record) {
  return record.event === "turn-begin";
}

function beginsCallback(record) {
  return ["ready", "timer", "task", "call"].includes(record.event);
}

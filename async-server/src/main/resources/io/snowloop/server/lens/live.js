// SPDX-License-Identifier: Apache-2.0
// A loop that runs: its summaries, and what it can be told to do.

import {LoopState} from "./state.js";
import {say} from "./words.js";

export class LiveLoop {
  /**
   * @param path of the loop, such as "loops/0"
   * @param listener has summary(summary), held(), runs(), connection(isThere, isAnother)
   */
  constructor(path, listener) {
    this.path = path;
    this.source = new EventSource(path + "/events");
    this.source.addEventListener("summary", event => listener.summary(JSON.parse(event.data)));
    this.source.addEventListener("held", () => listener.held());
    this.source.addEventListener("runs", () => listener.runs());
    this.source.addEventListener("open", () => listener.connection(true));
    this.source.addEventListener("error", () => listener.connection(false, this.source.readyState === 2));
  }

  /** @param order "hold", "step", "turn" or "go" */
  async tell(order) {
    const response = await fetch(this.path + "/" + order, {method: "POST"});
    if (!response.ok) {
      throw new Error(say("notTold", order, await response.text()));
    }
  }

  close() {
    this.source.close();
  }
}

/** The summaries of the last second, added up: those of a thirtieth of a second change too fast to be read. */
export class Second {
  constructor() {
    this.summaries = [];
  }

  add(summary) {
    this.summaries.push(summary);
    let span = this.sum("span");
    while (this.summaries.length > 1 && span - this.summaries[0].span > 1e9) {
      span -= this.summaries.shift().span;
    }
    const owners = new Map();
    for (const owner of this.summaries.flatMap(each => each.owners)) {
      const {self, calls, late} = owners.get(owner.name) ?? {self: 0, calls: 0, late: 0};
      owners.set(owner.name,
        {name: owner.name, self: self + owner.self, calls: calls + owner.calls, late: Math.max(late, owner.late)});
    }
    return {
      span,
      turns: this.sum("turns"),
      busy: this.sum("busy"),
      lost: summary.lost,
      owners: [...owners.values()].sort((a, b) => b.self - a.self).slice(0, 12),
    };
  }

  sum(member) {
    return this.summaries.reduce((sum, each) => sum + each[member], 0);
  }
}

/** The state in a summary, as one that is drawn. */
export function stateOf(summary) {
  const {tasks, timers, channels, streams, futures, ...plain} = summary.state;
  return Object.assign(new LoopState(), plain, {
    tasks,
    timers,
    channels: new Map(channels.map(channel => [channel.id, channel])),
    streams: new Map(streams.map((stream, i) => [i, stream])),
    futures: new Map(futures.map(future => [future.id, future])),
  });
}

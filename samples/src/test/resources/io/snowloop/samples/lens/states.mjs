// SPDX-License-Identifier: Apache-2.0
// node states.mjs STATE_JS TRACE...: the states of the lens after each record of each trace, a JSON object on each line.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const {LoopState} = await import(pathToFileURL(process.argv[2]).href);

for (const file of process.argv.slice(3)) {
    const state = new LoopState();
    const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
    const states = lines.map(line => {
        state.apply(JSON.parse(line));
        return JSON.stringify({
            phase: state.phase,
            turn: state.turn,
            time: state.time,
            open: [...state.open].reverse(),
            tasks: state.tasks,
            due: state.dueNow(),
            timers: state.timers,
            channels: [...state.channels.values()].sort((a, b) => a.id - b.id),
            streams: [...state.streams.values()].sort((a, b) => a.channel - b.channel || a.number - b.number),
            futures: [...state.futures.values()]
                .sort((a, b) => a.id - b.id)
                .map(future => ({id: future.id, name: future.name, on: state.pending(future)})),
        });
    });
    process.stdout.write(states.join("\n") + "\n");
}

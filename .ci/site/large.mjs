// Prints a trace of 60,000 events (docs/trace.md): a loop with 50 channels, a timer and a task in each turn.
const lines = ['{"snowloop-trace":2,"loop":"large","origin":0}'];
let t = 0;
const add = (event, members = {}) => lines.push(JSON.stringify({ n: lines.length - 1, t: t += 1_000, event, ...members }));
for (let channel = 1; channel <= 50; channel++) {
    add("registered", { channel, ops: 1, owner: "ServerConnection" });
}
for (let turn = 0; lines.length <= 60_000; turn++) {
    const channel = 1 + turn % 50;
    const steps = [
        () => add("turn-begin"),
        () => add("select-begin", { wait: 0 }),
        () => add("select-end", { ready: 1 }),
        () => add("ready", { channel, ops: 1, owner: "ServerConnection" }),
        () => add("timer-set", { in: 5_000_000, owner: "time-out" }),
        () => add("task-queued", { waited: 0, owner: "answer" }),
        () => add("queue-level", { channel, queued: turn % 65_536, owner: "ServerConnection" }),
        () => add("timer-unset", { in: 4_998_000, owner: "time-out" }),
        () => add("end", { owner: "ServerConnection" }),
        () => add("task", { late: 0, owner: "answer" }),
        () => add("end", { owner: "answer" }),
        () => add("turn-end"),
    ];
    steps.slice(0, 60_001 - lines.length).forEach(step => step());
}
console.log(lines.join("\n"));

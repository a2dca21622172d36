import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";

const played = [];
const play = letter => {
    played.push(letter);
    if (played.length === 7) {
        console.log(played.join(""));
        process.exit();
    }
};
const posted = new Int32Array(new SharedArrayBuffer(4));
const thread = new Worker(`
    const { parentPort, workerData } = require("node:worker_threads");
    parentPort.once("message", () => {
        parentPort.postMessage("X");
        Atomics.store(workerData, 0, 1);
        Atomics.notify(workerData, 0);
    });`, { eval: true, workerData: posted });
thread.on("message", play);

function begin(theirs) {
    setTimeout(play, 20, "T");
    setImmediate(play, "Q");
    thread.postMessage("now");
    Atomics.wait(posted, 0, 0);
    theirs.write("!");
    Atomics.wait(posted, 0, 1, 40); // the timer is due now
}

function readable() {
    play("S");
    setImmediate(play, "q");
    setTimeout(play, 0, "t");
    Promise.resolve("p").then(play);
}

const server = createServer(theirs => thread.once("online", () => setImmediate(begin, theirs)));
server.listen(0, "127.0.0.1", () => connect(server.address().port, "127.0.0.1").on("data", readable));

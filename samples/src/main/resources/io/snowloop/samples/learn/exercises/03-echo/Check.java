// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Two clients at the same time: each sends twice, gets back what it has sent, ends, and sees the end. */
class Check implements Examiner {
    private final Set<String> served = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    // region examine
    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(exam.random().nextInt(50)))
                .shuffled());
        stage.serve("server", Echo::serve);
        stage.run("A", host -> client(exam, "A"));
        stage.run("B", host -> client(exam, "B"));
        stage.at(Duration.ofSeconds(5), () -> {
            exam.explain("read", !served.isEmpty(), "A is connected, and what it sends is never read");
            exam.explain("both", served.size() != 1, "one client gets no answer while another client is connected");
        });
        stage.at(
                Duration.ofSeconds(20),
                () -> exam.explain(
                        "closed",
                        closed.size() == 2,
                        "a client has ended its stream, and the server has not closed its channel"));
    }
    // endregion

    private void client(Exam exam, String name) throws Exception {
        try (Peer peer = exam.stage().connect(name, "server", 7)) {
            for (String text : new String[] {"hello from " + name, "bye"}) {
                peer.send(text);
                String got = peer.receive(text.length());
                exam.explain(
                        "flip",
                        got.indexOf(0) < 0,
                        name + " got back zeros: the rest of the buffer, not what was read");
                exam.explain("own", got.equals(text), name + " sent \"" + text + "\", and got back \"" + got + "\"");
            }
            served.add(name);
            exam.stage().sleep(Duration.ofSeconds(10)); // both are connected for some time
            peer.end();
            peer.expectEnd();
            closed.add(name);
        }
    }
}

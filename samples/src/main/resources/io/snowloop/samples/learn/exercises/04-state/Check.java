// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** Two clients at the same time, each with three lines that come in pieces. */
class Check implements Examiner {
    private int done;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .segments(4)
                .bandwidth(1_000)
                .latency(Duration.ofMillis(exam.random().nextInt(10))));
        stage.serve("server", Numbering::serve);
        stage.run("A", host -> client(exam, "A", List.of("apple", "apricot", "avocado")));
        stage.run("B", host -> client(exam, "B", List.of("banana", "berry", "beetroot")));
        stage.at(
                Duration.ofSeconds(30),
                () -> exam.explain("answered", done == 2, "a line is complete, and is not answered"));
    }

    private void client(Exam exam, String name, List<String> lines) throws Exception {
        try (Peer peer = exam.stage().connect(name, "server", 7)) {
            for (int number = 1; number <= lines.size(); number++) {
                peer.send(lines.get(number - 1) + "\n");
                String right = number + " " + lines.get(number - 1);
                String got = peer.receive(right.length() + 1).strip();
                String rest = got.substring(Math.min(2, got.length()));
                exam.explain(
                        "mixed",
                        rest.isEmpty() || !got.contains(name.equals("A") ? "b" : "a") || right.contains(rest),
                        name + " sent \"" + right.substring(2)
                                + "\", and what came back has bytes of the other client");
                exam.check("number", got.equals(right), name + "'s line " + number + " was numbered " + got.charAt(0));
            }
            peer.end();
            peer.expectEnd();
            done++;
        }
    }
}

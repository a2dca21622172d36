// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.headofline;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers that wait for the one before. */
public final class HeadOfLine implements Animal<Supplier<Service>> {
    private static final Duration FAST = Duration.ofMillis(10);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration TOO_LATE = Duration.ofMillis(200);
    private static final int NONE = -1;

    /** The animal. */
    public HeadOfLine() {}

    @Override
    public Card card() {
        return new Card(
                "head-of-line",
                "an answer waits for the one before",
                "3 questions that take 10 ms",
                "10 questions, of which one takes 2 s",
                "late",
                List.of(
                        "Which question takes two seconds? Which answers come late?",
                        "When is the back end asked the next question?",
                        "Each answer has its number. Has the order of the answers to be that of the questions?"));
    }

    @Override
    public Supplier<Service> wrong() {
        return Wrong::new;
    }

    @Override
    public Supplier<Service> right() {
        return Right::new;
    }

    @Override
    public void desk(Stage stage, Supplier<Service> program) throws IOException {
        ask(stage, program, 3, NONE);
    }

    @Override
    public void field(Stage stage, Supplier<Service> program) throws IOException {
        ask(stage, program, 10, stage.random().nextInt(10));
    }

    private static void ask(Stage stage, Supplier<Service> program, int questions, int slow) throws IOException {
        EventLoop loop = stage.loop("server");
        Function<String, Future<String>> backEnd = question ->
                loop.sleep(question.endsWith("slow") ? SLOW : FAST).map(slept -> question.charAt(0) + " done");
        Acceptor acceptor = Acceptor.listen(
                loop, stage.address("server", RawServer.PORT), 50, () -> new Lines(program.get(), backEnd));
        stage.atEnd(acceptor::close);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                for (int i = 0; i < questions; i++) {
                    peer.send(i + (i == slow ? " slow\n" : " fast\n"));
                }
                for (int i = 0; i < questions; i++) {
                    char number = peer.receive("0 done\n".length()).charAt(0);
                    Stage.check(
                            number == '0' + slow || stage.now().compareTo(TOO_LATE) < 0,
                            "late",
                            "answer " + number + " takes " + FAST.toMillis() + " ms, and comes after "
                                    + stage.now().toMillis() + " ms");
                }
            }
        });
    }
}

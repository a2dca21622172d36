// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Intervention;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScenesTest {
    // region lambda
    private static final Scene ECHO = stage -> {
        stage.faults(Faults.NONE.latency(Duration.ofMillis(10)).jitter(Duration.ofMillis(20)));
        stage.serve("server", host -> {
            try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7))) {
                while (true) {
                    try (SocketChannel channel = server.accept()) {
                        ByteBuffer buffer = ByteBuffer.allocate(100);
                        channel.read(buffer);
                        channel.write(buffer.flip());
                    }
                }
            }
        });
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                peer.send("hello");
                peer.expect("hello");
                peer.expectEnd();
            }
        });
    };
    // endregion

    private static Failure failure(Scene scene) {
        return Objects.requireNonNull(Scenes.run(scene, 1L).failure(), "a failure");
    }

    @Test
    void aSceneThatIsFineHasNoFailureAndLeavesNothing() {
        assertThat(Scenes.run(ECHO, 200)).isEqualTo(new Scenes.Result(200, Map.of()));
        Outcome outcome = Scenes.run(ECHO, 1L);
        assertThat(outcome.leftovers()).isEmpty();
        assertThat(outcome.hosts()).containsEntry("server", "10.0.0.1").containsEntry("client", "10.0.0.2");
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherDoesNot() {
        assertThat(Scenes.run(ECHO, 7L)).isEqualTo(Scenes.run(ECHO, 7L));
        assertThat(Scenes.run(ECHO, 8L).moments())
                .isNotEqualTo(Scenes.run(ECHO, 7L).moments());
    }

    @Test
    void aTimelineHasTheClientTheSegmentsAndTheServer() {
        assertThat(Timeline.of(Scenes.run(ECHO, 7L)).stream().map(line -> line.replaceFirst("^ *\\d.\\d{3}", "T")))
                .containsExactly(
                        " seconds  client 10.0.0.2                                 server 10.0.0.1",
                        "T                            SYN -------------->",
                        "T                            <---------- SYN_ACK",
                        "T  sends \"hello\"",
                        "T                            DATA 5 ----------->",
                        "T                                                  read(100) = 5",
                        "T                                                  write(5) took 5",
                        "T                            <----------- DATA 5",
                        "T                            <-------------- FIN",
                        "T  got \"hello\"",
                        "T  got \"\", then the end",
                        "T                            FIN -------------->");
    }

    @Test
    void longTextsGoOnInTheNextLineAndLongRunsAreCut() {
        Scene talkative = stage -> {
            for (int i = 0; i < 50; i++) {
                stage.say("server", i + " is a text of several words that does not fit");
            }
        };
        assertThat(Timeline.of(Scenes.run(talkative, 1L)))
                .allMatch(line -> line.length() <= 80)
                .contains("   0.000                                                  0 is a text of several");
        assertThat(Timeline.of(Scenes.run(talkative, 1L), 10)).hasSize(21);
    }

    @Test
    void whatIsLeftIsLookedForWhenTheLastSegmentHasArrived() {
        Scene closes = stage -> {
            stage.serve("server", host -> {
                try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                        SocketChannel channel = server.accept()) {
                    int end = channel.read(ByteBuffer.allocate(100));
                    Stage.check(end < 0, "wrong bytes", "nothing was sent");
                }
            });
            stage.run("client", host -> stage.connect("client", "server", 7).close());
        };
        for (int seconds : List.of(0, 11, 25)) {
            Faults slow = Faults.NONE.latency(Duration.ofSeconds(seconds));
            assertThat(Scenes.run(closes, 1L, random -> slow, true, false).failure())
                    .as("a latency of %d s", seconds)
                    .isNull();
        }
    }

    @Test
    void oneThatHasToEndAndDoesNotIsStuck() {
        assertThat(failure(stage -> {
                    stage.serve(
                            "server",
                            host -> host.openServerSocketChannel()
                                    .bind(new InetSocketAddress(7))
                                    .accept());
                    stage.run(
                            "client",
                            host -> stage.connect("client", "server", 7).receive(1));
                }))
                .hasToString("stuck: client waits for SocketChannel[10.0.0.2:49152 > 10.0.0.1:7 "
                        + "(out: 0 unsent, 0 in flight, 0 unread; in: 0 unsent, 0 in flight, 0 unread)]");
        assertThat(failure(stage -> stage.await("client", "rain", () -> false)).text())
                .isEqualTo("client waits for rain");
        assertThat(failure(stage -> stage.await("client", stage.loop("client").sleep(Duration.ofDays(1))))
                        .symptom())
                .isEqualTo(Failure.STUCK);
    }

    @Test
    void whatProgramsAndCallbacksThrowHasItsLine() {
        Failure failure = failure(stage -> stage.run("client", host -> {
            stage.sleep(Duration.ofSeconds(1));
            throw new IllegalStateException("no");
        }));
        assertThat(failure.at()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failure.symptom()).isEqualTo("threw IllegalStateException");
        assertThat(failure.line()).isNull(); // this package is the stage's

        assertThat(failure(stage -> stage.loop("client").execute(() -> {
                            throw new IllegalStateException("in a callback");
                        }))
                        .text())
                .isEqualTo("in a callback");
        assertThat(failure(stage -> stage.await("client", Future.failed(new IllegalStateException("failed"))))
                        .text())
                .contains("failed");
    }

    /** Else the first failure that a student sees is one that no program of theirs has. */
    @Test
    void aServerListensBeforeAClientBegins() {
        Scenes.Result result =
                Scenes.run(50, seed -> Scenes.run(ECHO, seed, random -> Faults.NONE.shuffled(), true, false));

        assertThat(result.failures()).isEmpty();
    }

    @Test
    void whatIsLeftOverIsAFailure() {
        Failure failure = failure(stage -> {
            stage.serve("server", host -> {
                ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                server.accept();
                server.accept();
            });
            stage.run("client", host -> stage.connect("client", "server", 7).close());
        });
        assertThat(failure.symptom()).isEqualTo(Failure.LEFT_OVER);
        assertThat(failure.text()).startsWith("not closed, or not cancelled: 10.0.0.1:7 > 10.0.0.2:49152");
    }

    @Test
    void aCheckAtTheEndMayFailAndOtherFaultsMayReplaceTheScenesOwn() {
        assertThat(failure(stage -> stage.atEnd(() -> Stage.check(false, "late", "too late")))
                        .symptom())
                .isEqualTo("late");
        Outcome outcome = Scenes.run(ECHO, 1L, random -> Faults.NONE, true, false);
        assertThat(outcome.took()).isZero();
    }

    @Test
    void jsonLinesHaveAHeaderTheMomentsAndTheEnd() {
        Outcome outcome = Scenes.run(ECHO, 7L);
        List<String> lines = OutcomeLines.of("echo", outcome);

        assertThat(lines).hasSize(outcome.moments().size() + 2);
        assertThat(lines.get(1))
                .startsWith("{\"n\":0,\"t\":")
                .endsWith(",\"kind\":\"segment\",\"host\":\"client\",\"peer\":\"server\",\"connection\":1,"
                        + "\"bytes\":0,\"segment\":1,\"text\":\"SYN\"}");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("{\"end\":" + outcome.took().toNanos() + ",\"leftovers\":[]}");
    }

    @Test
    void tracesChangeNothingElse() {
        Outcome without = Scenes.run(ECHO, 7L);
        Outcome outcome = Scenes.traced(ECHO, 7L);

        assertThat(without.traces()).isEmpty();
        assertThat(outcome.moments()).isEqualTo(without.moments());
        assertThat(outcome).isEqualTo(Scenes.traced(ECHO, 7L));
    }

    @Test
    void aRunWithAChangeIsTheSameUpToIt() {
        List<Moment> before = Scenes.run(ECHO, 7L).moments();
        List<Moment> after =
                Scenes.run(ECHO, 7L, Intervention.parse("split=3:2"), false).moments();
        assertThat(before.get(3))
                .hasToString(after.get(3).toString().replace("DATA 2", "DATA 5").replace("bytes=2", "bytes=5"));
        assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
        assertThat(after.get(3).text()).isEqualTo("DATA 2");
        assertThat(Scenes.run(ECHO, 7L, Intervention.parse("split=3:2"), false).moments())
                .isEqualTo(after);
        assertThatThrownBy(() -> Scenes.run(ECHO, 7L, Intervention.parse("hold=nord:0s:1s"), false))
                .hasMessage("'hold=nord:0ms:1000ms': there is no host nord: it is server, client");
    }

    /** What a reader sees is what an intervention names. */
    @Test
    void segmentsAndWritesHaveTheirNumbers() {
        List<Moment> moments = Scenes.run(ECHO, 7L).moments();
        for (Moment moment : moments) {
            if (moment.kind() == Moment.Kind.SEGMENT) {
                String drop = "drop=" + moment.number();
                assertThat(Scenes.run(ECHO, 7L, Intervention.parse(drop), false).moments().stream()
                                .filter(each -> each.kind() == Moment.Kind.LOST))
                        .singleElement()
                        .matches(lost -> lost.text().equals(moment.text()) && lost.number() == moment.number());
            }
        }
        assertThat(moments.stream().filter(moment -> moment.text().startsWith("write")))
                .singleElement()
                .matches(moment -> moment.number() == 2, "the second: the client has written before");
    }

    @Test
    void jsonLinesHaveTheTraceOfEachLoop() {
        Scene sleeps = stage -> {
            stage.await("one", stage.loop("one").sleep(Duration.ofSeconds(1)));
            stage.await("one", stage.loop("one").sleep(Duration.ofSeconds(2)));
        };
        Outcome outcome = Scenes.traced(sleeps, 1L);
        assertThat(outcome.traces()).containsOnlyKeys("one", "one 2");
        assertThat(OutcomeLines.of("sleeps", outcome))
                .contains("{\"trace\":\"one\",\"snowloop-trace\":2,\"loop\":\"one\",\"origin\":0}")
                .anyMatch(
                        line -> line.matches(
                                "\\{\"trace\":\"one 2\",\"n\":\\d+,\"t\":2000000000,\"event\":\"timer\",\"late\":0,\"owner\":\"sleep\"}"))
                .anyMatch(line -> line.contains("\"event\":\"future-decided\",\"outcome\":0"));
    }
}

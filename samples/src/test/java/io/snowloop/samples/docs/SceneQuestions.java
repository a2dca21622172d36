// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.samples.zoo.shortwrite.ShortWrite;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pages on the zoo, on scenes and on the seeds ask. Each method returns the answer. */
final class SceneQuestions {
    private static final int SEEDS = 200;
    private static final Pattern WRITE = Pattern.compile("write\\((\\d+)\\) took (\\d+)");

    private SceneQuestions() {}

    private static Animal<?> animal(String name) {
        return Zoo.named(name).orElseThrow();
    }

    private static Failure failureOf(Scene scene) {
        Outcome first = Objects.requireNonNull(Scenes.run(scene, SEEDS).first());
        return Objects.requireNonNull(first.failure());
    }

    private static boolean passes(Scene scene) {
        return Scenes.run(scene, SEEDS).failed() == 0;
    }

    // ---------------------------------------------------------------------------------------------------- the zoo

    static String shortWriteAtTheDesk() {
        return passes(animal("short-write").deskOfWrong()) ? "nothing" : "something";
    }

    static String writeAlways() {
        return failureOf(animal("write-always").fieldOfWrong()).symptom().equals(Failure.LIVELOCK)
                ? "all of a processor: each select returns at once"
                : "nothing";
    }

    static String lostWakeUp() {
        return String.valueOf(
                Scenes.run(animal("lost-wake-up").fieldOfWrong(), 20).failed());
    }

    // ----------------------------------------------------------------------------------------------------- scenes

    /** The program of the page: a server that sends back what it reads, and a client that waits for all of it. */
    private static final Scene ECHO = stage -> {
        stage.serve("server", new ShortWrite().wrong());
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                peer.send("hello, world");
                peer.expect("hello, world");
            }
        });
    };

    private static Scenes.Result echo(Function<java.util.Random, Faults> faults) {
        return Scenes.run(SEEDS, seed -> Scenes.run(ECHO, seed, faults, true, false));
    }

    private static Outcome firstEchoThatFails() {
        return Objects.requireNonNull(echo(Faults::benign).first());
    }

    static String echoWithoutFaults() {
        return echo(random -> Faults.NONE).failed() == 0 ? "none" : "some";
    }

    static String echoWithFaults() {
        return Objects.requireNonNull(firstEchoThatFails().failure()).symptom().equals(Failure.STUCK)
                ? "nothing more: it waits"
                : "something else";
    }

    static String whichNumber() {
        boolean tookFewer = firstEchoThatFails().moments().stream()
                .map(moment -> WRITE.matcher(moment.text()))
                .filter(Matcher::find)
                .anyMatch(write -> !write.group(1).equals(write.group(2)));
        return tookFewer ? "of a write: how many bytes it took" : "none";
    }

    // -------------------------------------------------------------------------------------------------- the seeds

    static String oneRecv() {
        Animal<?> animal = animal("one-recv");
        return passes(animal.deskOfWrong()) && !passes(animal.fieldOfWrong())
                ? "when the response comes in two segments"
                : "never";
    }

    static String connectAtOnce() {
        Outcome outcome = Scenes.run(
                stage -> {
                    stage.faults(Faults.NONE.immediateConnects(1));
                    stage.serve("server", new ShortWrite().wrong());
                    stage.run("client", host -> {
                        try (SocketChannel channel = host.openSocketChannel()) {
                            channel.configureBlocking(false);
                            boolean atOnce = channel.connect(stage.address("server", RawServer.PORT));
                            stage.say("client", atOnce ? "connected at once" : "not yet");
                        }
                    });
                },
                1L);
        return outcome.moments().stream().anyMatch(moment -> moment.text().equals("connected at once"))
                ? "when the connect succeeds at once"
                : "never";
    }

    static String exceptPass() {
        Scene scene = stage -> {
            stage.serve("server", host -> numbersUntilTheFirstError(host.openServerSocketChannel()));
            stage.run("client", host -> {
                stage.connect("client", "server", RawServer.PORT).send("x");
                stage.sleep(java.time.Duration.ofSeconds(1));
                stage.connect("client", "server", RawServer.PORT).send("7");
            });
        };
        return Objects.requireNonNull(Scenes.run(scene, 1L).failure()).symptom().equals("threw ConnectException")
                ? "with the first exception: the server ends, and no line says why"
                : "never";
    }

    private static void numbersUntilTheFirstError(ServerSocketChannel server) throws IOException {
        try (server) {
            server.bind(new InetSocketAddress(RawServer.PORT));
            while (true) {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(10);
                    client.read(buffer);
                    Integer.parseInt(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII));
                }
            }
        } catch (NumberFormatException e) {
            // pass: as their loop does
        }
    }
}

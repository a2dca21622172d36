// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link TargetServer} in a JVM of its own, which ends with this object. */
final class Target implements AutoCloseable {
    static final String GET = "GET /plaintext HTTP/1.1\nHost: a\n\n";

    /** How often the server is asked for its gauges until they are back; it takes 20 ms for each. */
    private static final int MOST_LOOKS = 1_000;

    private final Process process;
    private final BufferedReader answers;
    private final Path log;
    private final InetSocketAddress address;
    private final boolean tls;

    /** What it holds when it has nothing to do. */
    private final Gauges rest;

    private Target(Process process, Path log, boolean tls) throws IOException {
        this.process = process;
        this.log = log;
        this.tls = tls;
        this.answers = process.inputReader(UTF_8);
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(answer()));
        this.rest = gaugesAtRest();
    }

    /** Starts the server, and waits until it listens. */
    static Target start(Setup setup) throws IOException {
        Path log = Files.createTempFile("target", ".log");
        boolean tls = setup.options().stream().anyMatch(option -> option.startsWith("-Dtls="));
        Process process =
                new ProcessBuilder(command(setup)).redirectError(log.toFile()).start();
        return new Target(process, log, tls);
    }

    private static List<String> command(Setup setup) {
        List<String> command = new ArrayList<>();
        if (setup.descriptors() > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + setup.descriptors() + "; exec \"$@\"", "sh"));
        }
        command.addAll(java(TargetServer.class, setup.options()));
        return command;
    }

    /** The command that runs a main class of these tests in a JVM of its own. Its start is short, for it lives short. */
    static List<String> java(Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath()));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Only what a server needs: each jar takes a descriptor. */
    private static String classPath() {
        return Stream.of(EventLoop.class, Server.class, TargetServer.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    // ------------------------------------------------------------------------------------------------ as a client

    InetSocketAddress address() {
        return address;
    }

    /** A new connection, with TLS if the server has it. */
    Client connect() throws IOException {
        return new Client(tls ? Insecure.socket() : new Socket(), address);
    }

    /** The whole answer to a GET on a connection of its own. */
    String get(String path) throws IOException {
        try (Client client = connect()) {
            return client.send("GET " + path + " HTTP/1.1\nHost: a\nConnection: close\n\n")
                    .rest();
        }
    }

    /** A new client gets its answer, whichever loop its connection comes to. */
    void assertAnswers() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(get("/plaintext")).startsWith("HTTP/1.1 200 ").endsWith("Hello, World!");
        }
    }

    // ------------------------------------------------------------------------------------------ besides its server

    /** What it holds when it has answered, so that most classes are loaded. */
    private Gauges gaugesAtRest() throws IOException {
        assertAnswers();
        Gauges now = gauges();
        while (now.registrations() > 1) { // until the connections of these requests are gone, and it only listens
            now = gauges();
        }
        return now;
    }

    /** Waits until it holds no more than before the attack. */
    void awaitRest() throws IOException {
        Gauges now = gauges();
        for (int i = 0; i < MOST_LOOKS && !now.isWithin(rest); i++) {
            now = gauges();
        }
        assertThat(now).matches(held -> held.isWithin(rest), "no more than " + rest);
    }

    /** Lets it do its work for 20 ms at least. */
    void pause() throws IOException {
        gauges();
    }

    private Gauges gauges() throws IOException {
        return Gauges.parse(ask("gauges"));
    }

    /** The bytes of its heap that are in use after a garbage collection. */
    long heap() throws IOException {
        return Long.parseLong(ask("heap"));
    }

    private String ask(String question) throws IOException {
        process.outputWriter(UTF_8).append(question).append('\n').flush();
        return answer();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new AssertionError("the server's JVM has ended; its log:\n" + log());
        }
        return line;
    }

    /** What it has logged so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Sends it a signal, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        Files.deleteIfExists(log);
    }
}

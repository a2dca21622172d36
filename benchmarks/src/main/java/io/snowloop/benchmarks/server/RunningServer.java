package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process of a server, from its start until it is closed. */
public final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerEntry entry;
    private final Process process;
    private final int port;
    private final Path log;
    private final BufferedReader answers;
    private final Writer questions;

    private RunningServer(ServerEntry entry, Process process, int port, Path log) {
        this.entry = entry;
        this.process = process;
        this.port = port;
        this.log = log;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /** Starts it, and waits until it accepts connections. What it has to say goes into a log beside the server in C. */
    public static RunningServer start(ServerEntry entry, Jvm jvm, Path cServer, List<String> jvmOptions)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = cServer.resolveSibling(entry.name() + ".log");
        Process process = new ProcessBuilder(command(entry, jvm, cServer, jvmOptions, port))
                .redirectError(log.toFile())
                .start();
        RunningServer server = new RunningServer(entry, process, port, log);
        server.awaitListening();
        return server;
    }

    private static List<String> command(ServerEntry entry, Jvm jvm, Path cServer, List<String> jvmOptions, int port) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Cpus.MEASURED));
        Class<? extends ServerPeer> peer = entry.peer();
        if (peer == null) {
            command.add(cServer.toString());
        } else {
            command.addAll(jvm.command(jvmOptions, ServerProcess.class));
            command.add(peer.getName());
        }
        command.add(Integer.toString(port));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                    close();
                    throw new IOException(entry.title() + " does not listen on port " + port + ", see " + log, e);
                }
                Thread.sleep(5);
            }
        }
    }

    /** Which one it is. */
    public ServerEntry entry() {
        return entry;
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Its process: taskset has become the server. */
    public long pid() {
        return process.pid();
    }

    /** How many bytes it has allocated; 0 for one that is no JVM. */
    public long allocated() throws IOException {
        return ask("allocated");
    }

    /** How many bytes of its heap are in use after a collection; 0 for one that is no JVM. */
    public long heap() throws IOException {
        return ask("heap");
    }

    private long ask(String question) throws IOException {
        if (!entry.onJvm()) {
            return 0;
        }
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(entry.title() + " has gone, see " + log);
        }
        return Long.parseLong(answer);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Child;
import io.snowloop.benchmarks.measure.CpuTime;
import io.snowloop.benchmarks.measure.Jvm;
import java.io.IOException;
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
    private final Child process;
    private final int port;

    private RunningServer(ServerEntry entry, Child process, int port) {
        this.entry = entry;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, and waits until it accepts connections.
     *
     * @param cpu where it runs
     * @param cServer the program of the one in C, beside which there will be logs
     * @param jvmOptions beside those that all have
     */
    public static RunningServer start(ServerEntry entry, String cpu, Jvm jvm, Path cServer, List<String> jvmOptions)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = cServer.resolveSibling(entry.name() + ".log");
        Child process = Child.start(cpu, command(entry, jvm, cServer, jvmOptions, port), log);
        RunningServer server = new RunningServer(entry, process, port);
        server.awaitListening();
        return server;
    }

    private static List<String> command(ServerEntry entry, Jvm jvm, Path cServer, List<String> jvmOptions, int port) {
        Class<? extends ServerPeer> peer = entry.peer();
        return peer == null
                ? List.of(cServer.toString(), Integer.toString(port), PayloadFile.PATH.toString())
                : jvm.command(
                        with(jvmOptions, PayloadFile.jvmOption()),
                        ServerProcess.class,
                        peer.getName(),
                        Integer.toString(port));
    }

    private static List<String> with(List<String> options, String more) {
        List<String> all = new ArrayList<>(options);
        all.add(more);
        return all;
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
                    throw new IOException(
                            entry.title() + " does not listen on port " + port + ", see the log in benchmarks/target",
                            e);
                }
                Thread.sleep(1); // as finely as a start is measured
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

    /** How much CPU it has used so far. */
    public CpuTime cpuTime() throws IOException {
        return CpuTime.of(process.pid());
    }

    /** Its process. */
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
        return entry.onJvm() ? Long.parseLong(process.ask(question)) : 0;
    }

    /** Lets it end in its own way, and waits for that. */
    public void end() throws IOException, InterruptedException {
        process.end();
    }

    @Override
    public void close() {
        process.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.samples.measure.Child;
import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process of a server. */
public final class RunningServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final ServerEntry entry;
    private final Child process;
    private final int port;

    private RunningServer(ServerEntry entry, Child process, int port) {
        this.entry = entry;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param cpu the CPUs of the process
     * @param cServer the program of the server in C; logs are written to its folder
     * @param jvmOptions options in addition to those of all entries
     */
    public static RunningServer start(ServerEntry entry, String cpu, Jvm jvm, Path cServer, List<String> jvmOptions)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = command(entry, jvm, cServer, jvmOptions, port);
        return start(entry, Cpus.pinned(cpu, command), port, cServer.resolveSibling(entry.name() + ".log"));
    }

    /** Starts the server of a command, which is to listen on this port, and waits until it accepts connections. */
    static RunningServer start(ServerEntry entry, List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        RunningServer server = new RunningServer(entry, Child.start(command, log), port);
        server.awaitListening();
        return server;
    }

    private static List<String> command(ServerEntry entry, Jvm jvm, Path cServer, List<String> jvmOptions, int port)
            throws IOException, InterruptedException {
        Class<? extends ServerPeer> peer = entry.peer();
        if (peer != null) {
            return jvm.command(
                    with(jvmOptions, PayloadFile.jvmOption()),
                    ServerProcess.class,
                    peer.getName(),
                    Integer.toString(port));
        }
        return switch (entry.name()) {
            case NodeServer.NAME ->
                NodeServer.command(cServer.resolveSibling("").toAbsolutePath(), port);
            case Nginx.NAME -> Nginx.command(PeerKey.of(jvmOptions), port);
            default -> List.of(cServer.toString(), Integer.toString(port), PayloadFile.PATH.toString());
        };
    }

    private static List<String> with(List<String> options, String more) {
        List<String> all = new ArrayList<>(options);
        all.add(more);
        return all;
    }

    /** A port on 127.0.0.1 that is free now. */
    static int freePort() throws IOException {
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
                if (!process.isAlive() || System.nanoTime() - start > START_TIMEOUT.toNanos()) {
                    close();
                    throw new IOException(
                            entry.title() + " does not listen on port " + port + ", see the log in benchmarks/target",
                            e);
                }
                Thread.sleep(1); // the precision of the start-up measurement
            }
        }
    }

    /** The entry of this server. */
    public ServerEntry entry() {
        return entry;
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Its CPU time since the start. */
    public CpuTime cpuTime() throws IOException {
        return CpuTime.of(process.pid());
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** The bytes that it has allocated; 0 without a JVM. */
    public long allocated() throws IOException {
        return ask("allocated");
    }

    /** The used bytes of its heap after a collection; 0 without a JVM. */
    public long heap() throws IOException {
        return ask("heap");
    }

    private long ask(String question) throws IOException {
        return entry.onJvm() ? Long.parseLong(process.ask(question)) : 0;
    }

    /** Stops all of its threads, so that it uses no CPU. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on after {@link #pause}. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
        if (kill.waitFor() != 0) {
            throw new IOException(entry.title() + " cannot be sent the signal " + name);
        }
    }

    /** Lets it exit normally, and waits for its end. */
    public void end() throws IOException, InterruptedException {
        process.end();
    }

    @Override
    public void close() {
        process.close();
    }
}

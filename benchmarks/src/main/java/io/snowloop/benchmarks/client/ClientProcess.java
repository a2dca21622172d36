// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.measure.Allocation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process of one client peer. It runs until its standard input ends, and executes commands from there.
 *
 * <p>The answer to {@code load MILLIS CONCURRENT} is the number of requests, the nanoseconds and the allocated bytes.
 * {@code burst REQUESTS} sends requests simultaneously to a path with a delay; the answer is the nanoseconds and
 * the allocated bytes.
 */
public final class ClientProcess {
    private static final int PLAINTEXT_LENGTH = 13;
    private static final int DELAY_LENGTH = 6;

    private final ClientPeer peer;

    private ClientProcess(ClientPeer peer) {
        this.peer = peer;
    }

    /**
     * Executes commands.
     *
     * @param args the class of the peer, the port of the server, the maximum number of connections
     */
    public static void main(String[] args) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            ClientProcess process = null;
            String line;
            while ((line = in.readLine()) != null) {
                long start = System.nanoTime();
                if (process == null) { // here, so that the first burst includes it
                    process = new ClientProcess(peer(args));
                }
                System.out.println(process.execute(line.split(" "), start));
            }
        } catch (Exception e) {
            System.getLogger(ClientProcess.class.getName()).log(System.Logger.Level.ERROR, "failed", e);
        }
        Runtime.getRuntime().halt(0); // ends all threads of the peer
    }

    private static ClientPeer peer(String[] args) throws ReflectiveOperationException {
        return Class.forName(args[0])
                .asSubclass(ClientPeer.class)
                .getDeclaredConstructor(int.class, int.class)
                .newInstance(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    private String execute(String[] task, long start) throws Exception {
        return task[0].equals("burst")
                ? burst(Integer.parseInt(task[1]), start)
                : load(Long.parseLong(task[1]), Integer.parseInt(task[2]));
    }

    private String burst(int requests, long start) throws Exception {
        long allocated = Allocation.total();
        new ClosedLoop(peer, "/delay", DELAY_LENGTH, begun -> false).run(requests);
        return (System.nanoTime() - start) + " " + (Allocation.total() - allocated);
    }

    private String load(long millis, int concurrent) throws Exception {
        long allocated = Allocation.total();
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long requests =
                new ClosedLoop(peer, "/plaintext", PLAINTEXT_LENGTH, begun -> System.nanoTime() < end).run(concurrent);
        return requests + " " + (System.nanoTime() - start) + " " + (Allocation.total() - allocated);
    }
}

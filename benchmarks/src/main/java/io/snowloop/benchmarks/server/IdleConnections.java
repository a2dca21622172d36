// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of 5,000 idle connections that have had one response each: on the heap after a collection, and outside it.
 *
 * <p>The heap is committed at the start ({@code AlwaysPreTouch}), so the process grows only by memory outside the heap.
 * Nothing is compiled ({@code -Xint}), because the memory of the compilers varies by more than the measured value.
 */
public final class IdleConnections implements Trial {
    private static final int CONNECTIONS = 5_000;

    /** The connections before the measurement, so that shared objects exist already. */
    private static final int FIRST = 500;

    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (ServerEntry entry : entries) {
            List<Double> heap = new ArrayList<>();
            List<Double> outside = new ArrayList<>();
            List<Double> total = new ArrayList<>();
            for (int i = 0; i < Math.min(3, rig.pace().rounds()); i++) {
                measure(rig, entry, heap, outside);
                total.add(heap.get(i) + outside.get(i));
            }
            figures.add(new Figure("idle", "total", "KiB", entry.name(), entry.title(), total));
            figures.add(new Figure("idle", "on the heap", "KiB", entry.name(), entry.title(), heap));
            figures.add(new Figure("idle", "outside the heap", "KiB", entry.name(), entry.title(), outside));
        }
        return figures;
    }

    private static void measure(Rig rig, ServerEntry entry, List<Double> heap, List<Double> outside)
            throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try (RunningServer server = rig.start(entry, "-XX:+AlwaysPreTouch", "-Xint")) {
            Wrk.run(server.port(), Work.PLAINTEXT, rig.pace().warmUp());
            open(FIRST, server, sockets);
            server.heap();
            long heapBefore = server.heap();
            long residentBefore = Memory.of(server.pid()).resident();
            open(CONNECTIONS, server, sockets);
            server.heap();
            heap.add((server.heap() - heapBefore) / 1024.0 / CONNECTIONS);
            outside.add((double) (Memory.of(server.pid()).resident() - residentBefore) / CONNECTIONS);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void open(int count, RunningServer server, List<Socket> sockets) throws IOException {
        for (int i = 0; i < count; i++) {
            sockets.add(AnswerCheck.opened(server.port(), Work.PLAINTEXT));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The memory of each connection with more and more idle ones, which have had one response each: on the heap after a
 * collection, and the growth of the process before it, with what the connections have left behind as garbage. Each number of
 * connections has a process of its own.
 *
 * <p>They come from several addresses, because one address has ports for {@value #PER_ADDRESS} of them at least, and not for
 * all. A number that the limit of open files does not permit is left out.
 */
public final class ManyIdleConnections implements Trial {
    private static final String GROUP = "idle-many";
    private static final List<Integer> NUMBERS = List.of(5_000, 10_000, 50_000);
    private static final int PER_ADDRESS = 10_000;

    /** The connections before the measurement, so that shared objects exist already. */
    private static final int FIRST = 500;

    /** The other open files of both processes: jars, logs, pipes. */
    private static final int OTHER_FILES = 500;

    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<Integer> numbers = permitted();
        List<Figure> figures = new ArrayList<>();
        for (ServerEntry entry : entries) {
            List<Each> all = new ArrayList<>();
            for (int number : numbers) {
                all.add(measure(rig, entry, number));
            }
            for (int i = 0; i < numbers.size(); i++) {
                figures.add(figure(entry, title(numbers.get(i)) + ": heap", "KiB", all.get(i).heap));
            }
            for (int i = 0; i < numbers.size(); i++) {
                figures.add(figure(entry, title(numbers.get(i)) + ": RSS", "KiB", all.get(i).resident));
            }
            if (entry.onJvm()) {
                figures.add(figure(entry, "allocated", "KiB", all.get(0).allocated));
                figures.add(figure(entry, "growth", "x", all.get(all.size() - 1).heap / all.get(0).heap));
            }
        }
        return figures;
    }

    /** The KiB of each connection: on the heap, in the process, and what opening it has allocated, most of it garbage. */
    private record Each(double heap, double resident, double allocated) {
        static final Each FAILED = new Each(Double.NaN, Double.NaN, Double.NaN);
    }

    private static Figure figure(ServerEntry entry, String metric, String unit, double value) {
        return new Figure(
                GROUP, metric, unit, entry.name(), entry.title(), Double.isNaN(value) ? List.of() : List.of(value));
    }

    private static String title(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The numbers of connections that the limit of open files permits, of which each process has one for each connection. */
    private static List<Integer> permitted() {
        long most =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        List<Integer> numbers = new ArrayList<>();
        for (int number : NUMBERS) {
            if (number + FIRST + OTHER_FILES <= most) {
                numbers.add(number);
            } else {
                System.out.println(title(number) + " idle connections are left out: the limit of open files is " + most
                        + "; raise it with ulimit -n");
            }
        }
        return numbers;
    }

    private static Each measure(Rig rig, ServerEntry entry, int number) throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try (RunningServer server = rig.start(entry)) {
            open(FIRST, server, sockets);
            server.heap();
            long heapBefore = server.heap();
            long allocatedBefore = server.allocated();
            long residentBefore = Memory.of(server.pid()).resident();
            open(number, server, sockets);
            double resident = (double) (Memory.of(server.pid()).resident() - residentBefore) / number;
            double allocated = (server.allocated() - allocatedBefore) / 1024.0 / number;
            requireOpen(server, sockets.size());
            server.heap();
            return new Each((server.heap() - heapBefore) / 1024.0 / number, resident, allocated);
        } catch (IOException e) {
            System.out.println(entry.title() + " with " + title(number) + " idle connections: " + e.getMessage());
            return Each.FAILED;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Some servers close connections that are idle for half a minute, which is enough unless the machine is busy. */
    private static void requireOpen(RunningServer server, int number) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            if (files.count() < number) {
                throw new IOException("it has closed some of the connections before all were open");
            }
        }
    }

    private static void open(int count, RunningServer server, List<Socket> sockets) throws IOException {
        for (int i = 0; i < count; i++) {
            InetAddress from =
                    InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + sockets.size() / PER_ADDRESS)});
            sockets.add(AnswerCheck.opened(from, server.port(), Work.PLAINTEXT));
        }
    }
}

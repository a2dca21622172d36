// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of each limit a plan needs: the arithmetic of {@code docs/scale.md}.
 *
 * <p>Times are in seconds, sizes in bytes. A thread is one that is busy all the time.
 */
final class Plan {
    /** What a day has. */
    static final double DAY = 86_400;

    // What is assumed, and not measured.
    static final double FETCH = 0.5;
    static final double PAUSE = 1;
    static final double NAME = 300;
    static final double MESSAGE_EVERY = 10;
    static final double SLOW = 0.01;

    // What a machine has. The first two are those of the machine of the measurements, or less.
    static final double PROCESSORS = 2;
    static final double MEMORY = 16e9;
    static final double NETWORK = 1e9 / 8;
    static final double LOAD = 0.5;

    // Defaults of Linux (sysctl), and of Snow.
    static final double DESCRIPTORS = 1_048_576; // fs.nr_open
    static final double PORTS = 60_999 - 32_768 + 1; // net.ipv4.ip_local_port_range
    static final double SEND_BUFFER = 4_194_304; // net.ipv4.tcp_wmem
    static final double QUEUE = 1_048_576; // WebSocketOptions.maxQueued
    static final double PING = 20; // WebSocketOptions.pingInterval

    private Plan() {}

    /**
     * One limit.
     *
     * @param name what is limited
     * @param each what one page in a second, or one connection, takes of it
     * @param unit of it
     * @param one how much of it there is in one
     * @param of what that one is
     */
    record Limit(String name, double each, Unit unit, double one, String of) {
        /** How much of it a number of pages or connections takes. */
        double needed(double number) {
            return number * each;
        }

        /** How many pages or connections one carries. */
        double carries() {
            return one / each;
        }

        /** How many are needed. */
        double count(double number) {
            return needed(number) / one;
        }
    }

    /** How a number is shown. */
    enum Unit {
        THREADS,
        BYTES,
        BYTES_A_SECOND,
        NUMBER
    }

    // region pages
    /** Of a crawl, for one page in a second; first what breaks first. */
    static List<Limit> pages(Costs pages, Costs redis) {
        double hosts = FETCH + PAUSE; // as many hosts have a page under way, or in its pause
        double thread = (redis.get("cpu") + hosts * redis.get("beat")) * 1e-9; // each host has a beat in a second
        return sorted(
                new Limit("threads of crawlers", pages.get("cpu") * 1e-9, Unit.THREADS, 1, "a thread"),
                new Limit("open connections", FETCH, Unit.NUMBER, DESCRIPTORS, "a process"),
                new Limit("hosts at once", hosts, Unit.NUMBER, 1, "a host"),
                new Limit("names to look up in a second", hosts / NAME, Unit.NUMBER, 1, "a look-up in a second"),
                new Limit("network", pages.get("bytes"), Unit.BYTES_A_SECOND, NETWORK, "1 Gbit/s"),
                new Limit("threads of Redis", thread, Unit.THREADS, 1, "a server"),
                new Limit("Redis: URLs of a day", DAY * redis.get("seen"), Unit.BYTES, MEMORY, "16 GB"),
                new Limit("Redis: results of a day", DAY * redis.get("result"), Unit.BYTES, MEMORY, "16 GB"));
    }
    // endregion

    // region connections
    /** Of a server of WebSockets, for one connection; first what breaks first. */
    static List<Limit> connections(Costs costs) {
        double ping = (costs.get("sent") + costs.get("received")) * 1e-9 / PING; // and its pong
        double message = costs.get("sent") * 1e-9 / MESSAGE_EVERY;
        double inJvm = 2 * costs.get("heap") + costs.get("outside"); // as much again is free after a collection
        return sorted(
                new Limit("memory of the JVM", inJvm, Unit.BYTES, MEMORY, "16 GB"),
                new Limit("memory of the kernel", costs.get("kernel"), Unit.BYTES, MEMORY, "16 GB"),
                new Limit("memory for slow readers", SLOW * (SEND_BUFFER + QUEUE), Unit.BYTES, MEMORY, "16 GB"),
                new Limit("file descriptors", 1, Unit.NUMBER, DESCRIPTORS, "a process"),
                new Limit("ports of a proxy to one address of a server", 1, Unit.NUMBER, PORTS, "an address"),
                new Limit("threads, for pings", ping, Unit.THREADS, 1, "a thread"),
                new Limit("threads, for messages", message, Unit.THREADS, 1, "a thread"));
    }
    // endregion

    private static List<Limit> sorted(Limit... limits) {
        return Stream.of(limits)
                .sorted(Comparator.comparingDouble(Limit::carries))
                .toList();
    }

    /** Machines for so many threads and so much memory, and one more: one may be broken, or restarted. */
    static long machines(double threads, double memory) {
        return 1 + (long) Math.ceil(Math.max(threads / LOAD / PROCESSORS, memory / MEMORY));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A load of requests over HTTP/2. Its clients know that the server speaks it (prior knowledge) or, over TLS, choose it by
 * ALPN.
 *
 * @param body the work whose requests these are, without a body of their own
 * @param tls whether the connections are encrypted
 * @param connections the number of concurrent connections
 * @param streams the number of concurrent requests on each connection
 */
public record Http2Work(Work body, boolean tls, int connections, int streams) {
    /** The number of streams that each server allows on a connection. */
    public static final int MAX_STREAMS = 100;

    private static final List<Http2Work> ALL = all(List.of(1, 64), List.of(1, 32));

    private static List<Http2Work> all(List<Integer> connections, List<Integer> streams) {
        List<Http2Work> all = new ArrayList<>();
        for (boolean tls : new boolean[] {false, true}) {
            for (Work body : List.of(Work.PLAINTEXT, Work.BYTES)) {
                for (int connection : connections) {
                    streams.forEach(stream -> all.add(new Http2Work(body, tls, connection, stream)));
                }
            }
        }
        return List.copyOf(all);
    }

    /** All works, in the order of the tables. */
    public static List<Http2Work> all() {
        return ALL;
    }

    /** The work with this title, or all works of this group. */
    public static List<Http2Work> named(String name) {
        List<Http2Work> named = ALL.stream()
                .filter(work -> name.equals(work.group()) || name.equals(work.title()))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("there is no work '" + name + "'; there are "
                    + ALL.stream().map(Http2Work::group).distinct().collect(Collectors.joining(", "))
                    + ", and each with a number of connections and streams, as in "
                    + ALL.get(1).title());
        }
        return named;
    }

    /** The name of the works that differ only in connections and streams, such as {@code h2s-bytes}: with TLS. */
    public String group() {
        return (tls ? "h2s-" : "h2-") + body.title();
    }

    /** Its name, such as {@code h2s-bytes-64x32}. */
    public String title() {
        return group() + "-" + cell();
    }

    /** The connections and streams, such as {@code 64x32}. */
    public String cell() {
        return connections + "x" + streams;
    }

    /** The address of the requests. */
    public String url(int port) {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port + body.path();
    }

    /** The number of requests that are in flight at any time. */
    public int inFlight() {
        return connections * streams;
    }
}

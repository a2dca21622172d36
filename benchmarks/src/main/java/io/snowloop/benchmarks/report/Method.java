// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Http2Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the results of a page were measured, in words. */
final class Method {
    private static final List<String> PEERS = List.of(
            "netty-codec-http",
            "vertx-core",
            "vertx-http-proxy",
            "microhttp",
            "activej-http",
            "undertow-core",
            "jetty-server",
            "helidon-webserver",
            "httpserver",
            "async-http-client",
            "httpclient5",
            "reactor-netty-http");
    private static final List<String> HTTP2_PEERS = List.of(
            "netty-codec-http2", "vertx-core", "undertow-core", "jetty-http2-server", "helidon-webserver-http2");

    private Method() {}

    /** The machine, the processes and the load of all that follows; where another day or JDK is not said below, it is said here. */
    static String ofAll(Map<String, Results> results) {
        Environment at = results.values().iterator().next().environment();
        return String.format(
                Locale.ROOT,
                """
                ## How it was measured

                On %s, with %d CPUs of type %s, Linux %s, JDK %s. Each server or client is pinned to one CPU, with one loop
                thread if it has such a setting. The load generator is pinned to the other CPU: wrk%s or, for
                clients, a server in C. In each round all entries are measured in turn. A figure is the median of the rounds, and the range is
                their smallest and largest value. CPU is the user and system time of the whole process per request, as the scheduler counts it.
                Where *busy* is below 100 %%, the load generator was the limit. Before the measurement, the responses of each entry are checked.%s

                Snow and the Fetcher run with all their default limits, time-outs and checks.%s repeats one request, whose head Snow parses
                [only once](adr/0014-a-head-that-comes-twice.md); servers for browsers do not have this advantage. The class archive of the start-up times is an ahead-of-time cache,
                made in the same way as the build [makes one](start-up.md) for `./snowloop`.

                The peers are %s. All JVMs have these flags:

                ```text
                %s
                ```

                """,
                at.date(),
                at.cpus(),
                at.cpu(),
                at.kernel(),
                at.jdk(),
                results.containsKey("http2") ? ", h2load for [HTTP/2](#http2)" : "",
                otherTimes(at, results),
                headsAlternate(results)
                        ? " The first tables are of heads that\nalternate, from a load generator in C. The load of the others"
                        : " The load",
                peers(at, PEERS),
                String.join("\n", at.flags()));
    }

    private static boolean headsAlternate(Map<String, Results> results) {
        return results.values().stream()
                .flatMap(each -> each.rows().stream())
                .anyMatch(row -> row.work().startsWith("heads-"));
    }

    /** Those kinds of results that have a day or a JDK of their own, and no heading that says so. */
    private static String otherTimes(Environment first, Map<String, Results> results) {
        Map<String, String> kinds = results.values().stream()
                .filter(each -> !each.kind().equals("http2")
                        && Captions.defaults(each.kind()).isEmpty())
                .filter(each -> !time(each.environment()).equals(time(first)))
                .collect(Collectors.groupingBy(
                        each -> time(each.environment()),
                        TreeMap::new,
                        Collectors.mapping(Results::kind, Collectors.joining(", "))));
        String others = kinds.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining("; "));
        return others.isEmpty() ? "" : "\nMeasured at another time: " + others + ".";
    }

    private static String time(Environment at) {
        return "on " + at.date() + " with JDK " + at.jdk();
    }

    /** The tables of a JVM with its defaults. */
    static String ofDefaults(Results results) {
        Environment at = results.environment();
        String kind = results.kind();
        return String.format(
                Locale.ROOT,
                """
                ## %s: the JVM's defaults, JDK %s

                Measured on %s with JDK %s, which chooses the collector and the heap itself: G1, because it is told that it has the two
                CPUs of the machine, although it is pinned to one of them.%s The flags are `%s`.

                """,
                kind.substring(0, kind.indexOf('-')),
                kind.substring(kind.lastIndexOf('-') + 1),
                at.date(),
                at.jdk(),
                kind.equals("server-defaults-17") ? " Helidon and robaho need JDK 21." : "",
                String.join(" ", at.flags()));
    }

    /** The tables of HTTP/2. */
    static String ofHttp2(Results results) {
        Environment at = results.environment();
        return String.format(
                Locale.ROOT,
                """
                ## HTTP/2

                The short text and the 64 KiB over HTTP/2, measured on %s with JDK %s. The names `h2-` are of connections without TLS,
                whose client knows that the server speaks HTTP/2, and `h2s-` of connections over TLS, whose client chooses it by ALPN. `64x32` is
                64 connections with 32 requests in flight on each at any time. Each server allows %d streams on a connection. All have the same
                key, on the curve P-256, and the JDK's TLS: version 1.3 with the cipher TLS_AES_128_GCM_SHA256. The peers are
                %s.

                Snow has no bound on the requests of a connection here: after 100,000, its default, it ends the connection, and the load
                generator does not open another one. This is h2load of nghttp2. It ends when all of its requests are answered, so that none takes CPU without being
                counted. Making the connections is not included: what a run with one request on each connection takes is subtracted. Before the
                measurement, another client checks the responses of each entry; of the measured ones the statuses and the number of bytes are
                checked. A figure is the median of %s rounds, with their range in parentheses. The charts are of the load `64x32`.

                """,
                at.date(),
                at.jdk(),
                Http2Work.MAX_STREAMS,
                peers(at, HTTP2_PEERS),
                rounds(results.rows()));
    }

    /** The release of each peer, from the name of its main jar. */
    private static String peers(Environment at, List<String> names) {
        return at.libraries().stream()
                .filter(jar -> names.stream().anyMatch(name -> jar.matches(name + "-[0-9].*")))
                .map(jar -> jar.replace(".jar", ""))
                .collect(Collectors.joining(", "));
    }

    /** How many rounds the rows have, such as {@code 3 or 12}: close ones were measured longer. */
    private static String rounds(List<Row> rows) {
        return rows.stream()
                .map(row -> row.rounds().size())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" or "));
    }
}

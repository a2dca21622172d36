// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static java.util.Map.entry;

import java.util.Map;

/** The captions of the tables: one or two sentences for each. */
final class Captions {
    private static final Map<String, String> CAPTIONS = Map.ofEntries(
            entry(
                    "heads-plaintext",
                    "`GET` of a short text, over 64 keep-alive connections, by a browser, by curl and by wrk in turn, so that no head"
                            + " comes twice in a row."),
            entry(
                    "heads-json",
                    "`GET` of a short JSON object, made without a library, over 256 connections, by the three in turn."),
            entry(
                    "heads-echo",
                    "`POST` of 4 KiB, which the server sends back, over 64 connections, by the three in turn."),
            entry("heads-bytes", "`GET` of 64 KiB from memory, over 64 connections, by the three in turn."),
            entry("plaintext", "`GET` of a short text, over 64 keep-alive connections."),
            entry("pipelined", "The same, with 16 pipelined requests on each connection."),
            entry("json", "`GET` of a short JSON object, made without a library, over 256 connections."),
            entry("echo", "`POST` of 4 KiB, which the server sends back, over 64 connections."),
            entry("bytes", "`GET` of 64 KiB from memory, over 64 connections."),
            entry("file", "`GET` of a file of 1 MiB, which is in the kernel's cache, over 16 connections."),
            entry("h2-plaintext", "`GET` of a short text over HTTP/2, without TLS."),
            entry("h2-bytes", "`GET` of 64 KiB from memory over HTTP/2, without TLS."),
            entry("h2s-plaintext", "`GET` of a short text over HTTP/2, over TLS."),
            entry("h2s-bytes", "`GET` of 64 KiB from memory over HTTP/2, over TLS."),
            entry(
                    "ws-echo",
                    "A WebSocket message of as many bytes as the number says, which the server sends back, over 64 connections with one"
                            + " message under way on each. A program in C masks the messages and checks each byte of the answers."),
            entry(
                    "ws-broadcast",
                    "A message of 1 KiB that one WebSocket sends and all get, to as many as the number says; the next follows when the last"
                            + " has it. The latency is until the last has it, the CPU is of one message to one of them."),
            entry(
                    "sse-broadcast",
                    "The same with server-sent events: a `POST` publishes the text. Snow and Undertow have event streams; for the others an"
                            + " event, encoded once, is a piece of a response that goes on."),
            entry(
                    "tls",
                    "`GET` of as many bytes as the number says over TLS 1.3 with TLS_AES_128_GCM_SHA256, over 64 keep-alive connections. All"
                            + " but the yardsticks use the JDK's TLS, and all the same key on the curve P-256. A program in C with OpenSSL checks"
                            + " version, cipher and each byte."),
            entry(
                    "tls-handshake-full",
                    "A full handshake of TLS 1.3 on a new connection and `GET` of a short text, 16 at a time. The latency is from the connect"
                            + " until the response is there."),
            entry(
                    "tls-handshake-resumed",
                    "The same with the session of an earlier connection. Each ticket is used once."),
            entry(
                    "idle",
                    "Memory per connection, for 5,000 idle connections that have had one response: on the heap after a collection, and"
                            + " the growth of the process outside the heap. Nothing is compiled meanwhile, because the memory of compilers varies."),
            entry(
                    "idle-many",
                    "Memory of each connection with more and more idle ones, from several loopback addresses, that have had one response:"
                            + " on the heap after a collection, and the growth of the process before it, with the garbage of opening them, and what opening one allocates."
                            + " Growth is the heap of each with the most connections, as a multiple of that with 5,000. A number that the"
                            + " limit of open files did not permit is left out."),
            entry(
                    "simulator",
                    "The simulator on one CPU, per second: a Fetcher sends 50 requests to a Snow app within a virtual second, in each seed"
                            + " with other faults. An event is a step of the simulation: what is due arrives and each loop with work has a"
                            + " turn, or the clock advances."),
            entry("start", "From the start of the process to its first response, with a class archive and without."),
            entry(
                    "latency",
                    "At 70 % of the request rate that the slowest entry can serve, sent at a constant rate over 64 connections."
                            + " Latency counts from the time at which a request was due, as with wrk2."),
            entry(
                    "growth",
                    "`GET` of a short text with more connections, routes or pending timers. Making the connections is included."),
            entry(
                    "growth-raw",
                    "The same for the raw Selector: most of the cost of connections is in the kernel and in the CPU's caches."),
            entry(
                    "loops",
                    "Requests per second with one loop and with two. Only in this measurement the server has both CPUs, and shares them"
                            + " with the load generator. So each request computes a digest of 64 KiB: compared with this, the generator's CPU is small."),
            entry(
                    "lens",
                    "The CPU per request of a loop that a lens watches, with a reader of its page, and of one without; and as multiples,"
                            + " of the loop and of the process, which includes the lens."),
            entry(
                    "fetch",
                    "`GET` of a short text from the server in C, over as many connections as the number says, with one request in"
                            + " flight on each at any time."),
            entry(
                    "fetch-tls",
                    "The same over TLS 1.3, from nginx, with the TLS of the JDK in all clients. Connections are made before the first round."),
            entry(
                    "burst",
                    "As many simultaneous requests as the number says, to a server in C that answers each after 200 ms. Cold is the"
                            + " first burst of a new process, including the connects; warm is the sixth, of which"
                            + " the bytes allocated per request are, too."),
            entry(
                    "proxy-plaintext",
                    "`GET` of a short text through a reverse proxy, which has one loop for both halves and keeps its connections to the"
                            + " origin. This is the server in C, which shares its CPU with the load generator. 64 connections on each side."),
            entry("proxy-bytes", "The same with a `GET` of 64 KiB."),
            entry("ChunkedDecoding", "A request of 32 KiB, in large chunks and in small ones."),
            entry(
                    "FutureChains",
                    "A promise with a chain of five steps. Some implementations run them from a queue, others at once."),
            entry("HandOver", "1,000 tasks from another thread to an idle loop."),
            entry(
                    "HeadParsing",
                    "Request heads of wrk, curl and a browser: two in alternation, or the same one again."),
            entry("Masking", "Unmasking the payload of a WebSocket frame, by its number of bytes."),
            entry("Queues", "A head that arrives in 16 pieces; after each, the end of a line is searched."),
            entry("Routing", "A whole app without a connection: it finds the view among few or many, and calls it."),
            entry("Timers", "A typical time-out: set and cancelled, among other pending timers."),
            entry("Tracing", "A turn of a loop with 100 tasks, with a trace and without."));

    /** Those whose names are of the code. */
    private static final Map<String, String> TITLES = Map.ofEntries(
            entry("heads-plaintext", "plaintext, with heads that alternate"),
            entry("heads-json", "json, with heads that alternate"),
            entry("heads-echo", "echo, with heads that alternate"),
            entry("heads-bytes", "bytes, with heads that alternate"),
            entry("growth-raw", "growth of the raw Selector"),
            entry("proxy-plaintext", "reverse proxy: plaintext"),
            entry("proxy-bytes", "reverse proxy: bytes"),
            entry("idle-many", "many idle connections"),
            entry("h2-plaintext", "HTTP/2: plaintext"),
            entry("h2-bytes", "HTTP/2: bytes"),
            entry("h2s-plaintext", "HTTP/2 over TLS: plaintext"),
            entry("h2s-bytes", "HTTP/2 over TLS: bytes"),
            entry("ws-echo-64", "WebSocket: echo of 64 bytes"),
            entry("ws-echo-4096", "WebSocket: echo of 4 KiB"),
            entry("ws-broadcast-5000", "WebSocket: one message to 5,000"),
            entry("sse-broadcast-5000", "Server-sent events: one event to 5,000"),
            entry("tls-1024", "TLS: 1 KiB"),
            entry("tls-65536", "TLS: 64 KiB"),
            entry("tls-handshake-full", "TLS: full handshakes"),
            entry("tls-handshake-resumed", "TLS: resumed handshakes"),
            entry("ChunkedDecoding", "decoding of chunks"),
            entry("FutureChains", "chains of futures"),
            entry("HandOver", "hand-over of tasks"),
            entry("HeadParsing", "parsing of heads"),
            entry("Masking", "masking"),
            entry("Queues", "queues of bytes"),
            entry("Routing", "routing"),
            entry("Timers", "timers"),
            entry("Tracing", "tracing"));

    private static final String DEFAULTS = "-defaults-";

    private Captions() {}

    /** The end of a kind of results with the JVM's defaults, such as {@code -defaults-17}; otherwise nothing. */
    static String defaults(String kind) {
        return kind.contains(DEFAULTS) ? kind.substring(kind.indexOf(DEFAULTS)) : "";
    }

    /** What stands behind the titles of such a kind. */
    static String defaultsOf(String kind) {
        return defaults(kind).replace(DEFAULTS, ", defaults of JDK ");
    }

    /** The title of a work or group. */
    static String title(String name) {
        String base = name.replace(defaults(name), "");
        return TITLES.getOrDefault(base, base) + defaultsOf(name);
    }

    /** What is counted in a work. */
    static String unit(String work) {
        if (work.startsWith("ws-") || work.startsWith("sse-")) {
            return "message";
        }
        return work.startsWith("tls-handshake-") ? "handshake" : "request";
    }

    /** The caption of a work or group. A number at the end of the name, or two with an x between them, is ignored. */
    static String of(String name) {
        String base = name.replace(defaults(name), "");
        String caption = CAPTIONS.get(base.replaceFirst("-[0-9]+(x[0-9]+)?$", ""));
        if (caption == null) {
            throw new IllegalArgumentException("'" + name + "' has no caption");
        }
        return caption;
    }
}

package io.snowloop.benchmarks.report;

import static java.util.Map.entry;

import java.util.Map;

/** What each table is about, in a sentence or two. */
final class Captions {
    private static final Map<String, String> CAPTIONS = Map.ofEntries(
            entry("plaintext", "`GET` of a short text, over 64 connections that are kept alive."),
            entry("pipelined", "The same, 16 requests sent at once on each connection."),
            entry("json", "`GET` of a short object, written by hand by all of them, over 256 connections."),
            entry("echo", "`POST` of 4 KiB, which are sent back, over 64 connections."),
            entry("bytes", "`GET` of 64 KiB that are kept in memory, over 64 connections."),
            entry("file", "`GET` of a file of 1 MiB that the kernel has in its cache, over 16 connections."),
            entry(
                    "idle",
                    "What each of 5,000 connections costs that has had an answer and now waits: on the heap after a collection,"
                            + " and what the process grows by beside it. Nothing is compiled meanwhile, as compilers' memory comes and goes."),
            entry("start", "From the start of the process to its first answer; with an archive, and without."),
            entry(
                    "latency",
                    "At 70 % of the requests a second that the slowest entry can answer, sent at a steady pace over 64 connections."
                            + " Time counts from when a request was due."),
            entry(
                    "growth",
                    "`GET` of a short text with more of everything. To make so many connections is a part of it."),
            entry(
                    "growth-raw",
                    "The same for the wall: most of what connections cost is the kernel's and the caches'."),
            entry(
                    "loops",
                    "Requests a second with one loop and with two. Here alone the server has both CPUs, and shares them with the"
                            + " load generator: so each request takes some CPU of its own, a digest of 64 KiB, beside which the generator's is small."),
            entry(
                    "fetch",
                    "`GET` of a short text from the server in C, over as many connections as the number says, with a request under"
                            + " way on each at any time."),
            entry(
                    "burst",
                    "As many requests as the number says, at once, to a server in C that answers each after 200 ms. Cold is the first"
                            + " time in a new process, connecting included; warm the sixth."),
            entry("ChunkedDecoding", "A request of 32 KiB in chunks, large ones and small ones."),
            entry("FutureChains", "A promise with five steps behind it. Some run them from a queue, others at once."),
            entry("HandOver", "1,000 tasks from another thread for a loop that has nothing else to do."),
            entry(
                    "HeadParsing",
                    "The heads of requests as wrk, curl and a browser send them, alternating or the same again."),
            entry("Masking", "Unmasking the payload of a WebSocket frame, of so many bytes."),
            entry("Queues", "A head that comes in 16 pieces, and is searched for the end of a line after each."),
            entry("Routing", "A whole app without a connection: the view is found among few or many, and called."),
            entry("Timers", "A time-out as it mostly goes, set and cancelled, among others that are pending."),
            entry("Tracing", "A turn of a loop with 100 tasks, with a trace and without."));

    private Captions() {}

    /** Of the work or group of this name; one with a number behind it is about that many. */
    static String of(String name) {
        String caption = CAPTIONS.get(name.replaceFirst("-[0-9]+$", ""));
        if (caption == null) {
            throw new IllegalArgumentException("nothing says what '" + name + "' is: give it a caption");
        }
        return caption;
    }
}

// SPDX-License-Identifier: Apache-2.0
/** The event loop, futures, transports, TLS, HTTP/1.1, traces and the simulator. */
@SuppressWarnings("module") // the compiler does not find modules of "exports ... to": they are built later
module io.snowloop.nio {
    requires static java.management; // which trace does without where there is none
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.snowloop.buffer;
    exports io.snowloop.dns;
    exports io.snowloop.file;
    exports io.snowloop.future;
    exports io.snowloop.http.connection to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.http.h1;
    exports io.snowloop.http.h2;
    exports io.snowloop.http.h2.hpack;
    exports io.snowloop.http.h2.table to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.http.sse;
    exports io.snowloop.http.syntax to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.http;
    exports io.snowloop.logging to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.loop;
    exports io.snowloop.loop.channel to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.metrics;
    exports io.snowloop.options to
            io.snowloop.client,
            io.snowloop.server;
    exports io.snowloop.process;
    exports io.snowloop.sim;
    exports io.snowloop.tls;
    exports io.snowloop.trace;
    exports io.snowloop.transport;
    exports io.snowloop.websocket;
    exports io.snowloop.websocket.connection;

    uses io.snowloop.loop.LoopObserver.Factory;

    provides io.snowloop.loop.LoopObserver.Factory with
            io.snowloop.trace.DebugMode;
}

/** The event loop and what stands directly on it: futures, transports, and HTTP. */
module io.snowloop.nio {
    requires static org.jspecify;

    exports io.snowloop.buffer;
    exports io.snowloop.future;
    exports io.snowloop.http.connection;
    exports io.snowloop.http.h1;
    exports io.snowloop.http;
    exports io.snowloop.loop;
    exports io.snowloop.sim;
    exports io.snowloop.tls;
    exports io.snowloop.transport;
}

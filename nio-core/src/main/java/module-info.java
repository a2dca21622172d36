/** The event loop and what stands directly on it: futures, transports, and the HTTP and WebSocket protocols. */
module io.snowloop.nio {
    requires static org.jspecify;
}

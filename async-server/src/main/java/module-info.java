// SPDX-License-Identifier: Apache-2.0
/** Snow, a micro web framework, and the server that it runs in. */
module io.snowloop.server {
    requires transitive io.snowloop.nio;
    requires static org.jspecify;

    exports io.snowloop.server;
    exports io.snowloop.server.auth;
    exports io.snowloop.server.filter;
    exports io.snowloop.server.input;
    exports io.snowloop.server.lens;
    exports io.snowloop.server.multipart;
    exports io.snowloop.server.session;
}

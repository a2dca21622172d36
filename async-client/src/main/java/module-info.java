// SPDX-License-Identifier: Apache-2.0
/** The Fetcher, an asynchronous HTTP client. */
module io.snowloop.client {
    requires transitive io.snowloop.nio;
    requires static org.jspecify;

    exports io.snowloop.client;
}

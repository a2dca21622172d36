// SPDX-License-Identifier: Apache-2.0
/** The Fetcher, an asynchronous HTTP client. */
module io.snowloop.client {
    requires transitive io.snowloop.nio;
    requires static java.xml; // which only Sitemap needs
    requires static org.jspecify;

    exports io.snowloop.client;
    exports io.snowloop.client.cache;
    exports io.snowloop.client.testing;
}

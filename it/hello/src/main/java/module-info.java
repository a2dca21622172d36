// SPDX-License-Identifier: Apache-2.0
/** A server and a client that say hello. */
module com.example.hello {
    requires io.snowloop.client;
    requires io.snowloop.server;
}

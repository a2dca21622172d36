// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

/** What carries an exchange: a connection, or the attempt to open one. */
interface Carrier {
    /** Fails the exchange with {@code reason} and closes the connection: half of a response cannot be taken back. */
    void abandon(Throwable reason);
}

// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.slowloris;

import io.snowloop.transport.Transport;

/** Cuts a client off that does nothing for ten seconds. */
final class Wrong extends Connection {
    @Override
    void opened(Transport client) {
        limit = client.loop().schedule(LIMIT, client::abort);
    }

    @Override
    void progress(Transport client) {
        limit.cancel();
        limit = client.loop().schedule(LIMIT, client::abort);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.slowloris;

import io.snowloop.transport.Transport;

/** Cuts a client off that has not sent its head after ten seconds. */
final class Right extends Connection {
    @Override
    void opened(Transport client) {
        limit = client.loop().schedule(LIMIT, client::abort);
    }
}

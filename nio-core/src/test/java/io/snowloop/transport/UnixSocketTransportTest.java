// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.transport.TransportFixture.Family;

/** The same on Unix-domain sockets. */
class UnixSocketTransportTest extends SocketTransportTest {
    @Override
    Family family() {
        return Family.UNIX;
    }
}

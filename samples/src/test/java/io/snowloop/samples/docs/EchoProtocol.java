// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends back what comes, as fast as the peer takes it and no faster. */
// region echo
final class EchoProtocol implements Protocol {
    private @Nullable Transport transport;

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        transport.write(bytes); // has taken all of them when it returns
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            transport.resumeReading();
        } else {
            transport.pauseReading(); // the peer sends faster than it reads: TCP slows it down
        }
    }

    @Override
    public void ended() {
        transport.close(); // once all is sent
    }

    @Override
    public void closed(@Nullable Throwable cause) {}
}
// endregion

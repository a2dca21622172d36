// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedyreader;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A server that stores what it gets, which takes a millisecond for what one read brings. After a line it says "ok". */
abstract class Store extends RawServer {
    private Runnable work = () -> {};

    /** Sets what takes the millisecond. */
    final void work(Runnable stored) {
        work = stored;
    }

    /** Stores these bytes. */
    protected final void store(SocketChannel channel, ByteBuffer bytes) throws IOException {
        work.run();
        if (bytes.get(bytes.limit() - 1) == '\n') {
            channel.write(UTF_8.encode("ok\n"));
        }
    }
}

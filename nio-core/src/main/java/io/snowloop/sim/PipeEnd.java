// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/** An end of a pipe in the kernel of its host. Like a socket, it is closed when its channel is and no selector has a key of it. */
final class PipeEnd {
    private final SimHost host;
    private final String name;
    private final PipeBuffer buffer;
    private final Runnable close;

    PipeEnd(SimHost host, String name, PipeBuffer buffer, Runnable close) {
        this.host = host;
        this.name = name;
        this.buffer = buffer;
        this.close = close;
        host.network().threads().run(() -> host.network().opened(this));
    }

    /** Idempotent. */
    void close() {
        host.network().threads().run(() -> {
            close.run();
            host.network().closed(this);
        });
    }

    @Override
    public String toString() {
        return name + " of a pipe of " + host + " (" + buffer + ")";
    }
}

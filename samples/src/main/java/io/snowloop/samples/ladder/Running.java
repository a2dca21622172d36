// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.Closeable;
import java.io.IOException;

/**
 * A server that runs.
 *
 * @param port where it listens
 * @param end what ends it
 */
public record Running(int port, Closeable end) implements Closeable {
    /** Listens no more. Connections that are open end now, or when their clients end them. */
    @Override
    public void close() throws IOException {
        end.close();
    }
}

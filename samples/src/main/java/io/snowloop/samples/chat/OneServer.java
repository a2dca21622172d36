// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import org.jspecify.annotations.Nullable;

/** The room of a server that is the only one: it is told at once. */
final class OneServer implements Room {
    private @Nullable Listener server;

    @Override
    public void open(Listener listener) {
        server = listener;
    }

    @Override
    public Future<?> say(String message) {
        requireNonNull(server).said(message);
        return Future.<@Nullable Void>completed(null);
    }

    @Override
    public void came(String name) {
        requireNonNull(server).came(name);
    }

    @Override
    public void left(String name) {
        requireNonNull(server).left(name);
    }
}

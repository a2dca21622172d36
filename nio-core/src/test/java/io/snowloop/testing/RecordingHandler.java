// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.loop.channel.ReadyHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A ready handler that writes down its calls, and does then what the test wants. */
public class RecordingHandler implements ReadyHandler {
    /** What a call does. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws IOException;
    }

    /** The calls, in their order: {@code ready 1}, {@code closed null}. */
    public final List<String> calls = new ArrayList<>();

    /** What {@code closed} was told. */
    public Throwable cause;

    private final Action onReady;

    /** A handler whose {@code ready} does {@code onReady}. */
    public RecordingHandler(Action onReady) {
        this.onReady = onReady;
    }

    @Override
    public void ready(int readyOps) throws IOException {
        calls.add("ready " + readyOps);
        onReady.run();
    }

    @Override
    public void closed(Throwable cause) {
        this.cause = cause;
        calls.add("closed");
    }
}

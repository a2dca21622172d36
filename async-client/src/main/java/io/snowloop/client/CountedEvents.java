// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.http.sse.ServerSentEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The events of an {@link EventSource}. What has come of one that is not complete counts in the memory of its fetcher. */
final class CountedEvents {
    final EventStreamParser parser;
    private final BodyMemory.Part memory;

    CountedEvents(int maxEvent, BodyMemory memory) {
        this.parser = new EventStreamParser(maxEvent);
        this.memory = memory.new Part("event");
    }

    /** See {@link EventStreamParser#next}. It fails, too, if there is no memory for what has come. */
    @Nullable
    ServerSentEvent next() throws IOException {
        ServerSentEvent event = parser.next();
        String tooMuch = memory.keeps(parser.kept());
        if (tooMuch != null) {
            throw new IOException(tooMuch);
        }
        return event;
    }

    /** Begins with another stream. */
    void restart() {
        parser.restart();
        memory.keeps(parser.kept());
    }

    /** No event comes any more. */
    void end() {
        memory.release();
    }
}

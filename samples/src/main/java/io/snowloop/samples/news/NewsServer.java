// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.news;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.server.EventStream;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** News as they come: what one client posts, all others get as an event. */
// region server
public final class NewsServer {
    private static final int MOST_KEPT = 100;

    // One loop serves all clients, so these fields need no lock.
    private final Deque<ServerSentEvent> kept = new ArrayDeque<>();
    private final Set<EventStream> readers = new LinkedHashSet<>();
    private long count;

    public static void main(String[] args) throws IOException {
        new NewsServer().app().run(8013); // on http://127.0.0.1:8013/, until Ctrl-C or SIGTERM
    }

    Snow app() {
        return new Snow()
                .get("/", request -> Response.html(PAGE))
                .get("/news", this::subscribe)
                .post("/news", this::publish);
    }

    // region subscribe
    private Response subscribe(Request request) {
        return EventStream.of(request, reader -> {
            long seen = number(reader.lastEventId());
            kept.stream().filter(event -> number(event.id()) > seen).forEach(event -> send(reader, event));
            readers.add(reader);
            reader.closed().onDone(() -> readers.remove(reader));
        });
    }
    // endregion

    // region publish
    private Response publish(Request request) {
        ServerSentEvent event = ServerSentEvent.of(request.text()).withId(Long.toString(++count));
        kept.add(event);
        if (kept.size() > MOST_KEPT) {
            kept.remove();
        }
        readers.forEach(reader -> send(reader, event));
        return Response.of(Status.ACCEPTED);
    }

    /** A reader that is too slow is closed. It connects again, and gets what it has missed. */
    private static void send(EventStream reader, ServerSentEvent event) {
        if (!reader.send(event)) {
            reader.close();
        }
    }
    // endregion

    /** Zero if it is no number: the id comes from the client. */
    private static long number(@Nullable String id) {
        try {
            return id == null ? 0 : Long.parseLong(id);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>News</title>
            <h1>News</h1>
            <ul aria-live="polite"></ul>
            <script>
              new EventSource("/news").onmessage = event => {
                const item = document.createElement("li");
                item.textContent = event.data;
                document.querySelector("ul").prepend(item);
              };
            </script>
            """;
}
// endregion

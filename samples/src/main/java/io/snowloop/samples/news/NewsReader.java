// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.news;

import io.snowloop.client.EventSource;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.syntax.Printable;

/** Prints the events of a server, until the server ends them. */
// region reader
public final class NewsReader {
    public static void main(String[] args) {
        System.exit(read(args[0]) ? 0 : 1);
    }

    /** Returns whether it was the server that has ended the events, and not an error. */
    public static boolean read(String url) {
        EventSourceOptions options = EventSourceOptions.builder()
                .onReconnect((error, pause) -> print(error.getMessage() + "; again in " + pause.toMillis() + " ms"))
                .build();
        try (Fetcher fetcher = Fetcher.create();
                EventSource news = EventSource.of(fetcher, Request.get(url), options)) {
            Future<?> end = news.forEach(event -> print(event.data()));
            end.onComplete((nothing, error) -> {
                if (error != null) {
                    print(error.toString());
                }
            });
            fetcher.run(); // returns when there will be no more events
            return !end.isFailed();
        }
    }

    /** A text of a server may have control characters, which a terminal would obey. */
    private static void print(String text) {
        System.out.println(Printable.of(text));
    }
}
// endregion

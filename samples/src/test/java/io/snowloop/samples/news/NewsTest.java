// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.news;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.EventStream;
import io.snowloop.server.EventStreamOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page on server-sent events shows does what it says. */
class NewsTest {
    private final Fetcher fetcher = Fetcher.create();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = new NewsServer().app().listen(0);
    }

    @AfterEach
    void close() {
        fetcher.close();
        server.close();
    }

    private void publish(String text) throws Exception {
        Response response = fetcher.runUntil(fetcher.fetch(Request.post(server.url("/news"), Body.of(text))));
        assertThat(response.status()).isEqualTo(Status.ACCEPTED);
    }

    private EventSource after(@Nullable String id) {
        Request request = Request.get(server.url("/news"));
        return EventSource.of(
                fetcher,
                id == null ? request : request.withHeader("Last-Event-ID", id),
                EventSourceOptions.builder().retry(Duration.ofMillis(1)).build());
    }

    private List<String> read(EventSource source, int count) throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSentEvent event = fetcher.runUntil(source.next());
            events.add(event.id() + " " + event.data());
        }
        return events;
    }

    @Test
    void whatIsPostedComesToAll() throws Exception {
        publish("one");
        try (EventSource first = after(null);
                EventSource second = after("1")) {
            assertThat(read(first, 1)).containsExactly("1 one");
            publish("two");
            publish("three");
            assertThat(read(first, 2)).containsExactly("2 two", "3 three");
            assertThat(read(second, 2)).containsExactly("2 two", "3 three");
        }
    }

    @Test
    void anIdThatIsNoNumberIsNone() throws Exception {
        publish("one");
        try (EventSource source = after("x")) {
            assertThat(read(source, 1)).containsExactly("1 one");
        }
    }

    /** 100 headlines are kept. They are more than a stream's queue holds, so it takes more than one connection. */
    @Test
    void whatIsKeptComesToThoseWhoAreLate() throws Exception {
        String text = "x".repeat(2_000);
        for (int i = 0; i < 105; i++) {
            publish(text);
        }
        try (EventSource source = after(null)) {
            List<String> events = read(source, 100);
            assertThat(events.get(0)).startsWith("6 x");
            assertThat(events.get(99)).startsWith("105 x");
            assertThat(events).doesNotHaveDuplicates();
        }
    }

    @Test
    void thePageListens() throws Exception {
        Response page = fetcher.runUntil(fetcher.fetch(server.url("/")));
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.text()).contains("new EventSource(\"/news\")");
    }

    @Test
    void theReaderPrintsUntilTheServerEndsIt() throws Exception {
        Snow app = new Snow()
                .get(
                        "/",
                        request -> request.headers().contains("Last-Event-ID")
                                ? Response.of(Status.NO_CONTENT)
                                : EventStream.of(request, retryAtOnce(), events -> {
                                    events.send(ServerSentEvent.of("the end").withId("7"));
                                    events.close();
                                }));
        try (Server ends = app.listen(0)) {
            CommandRun run = CommandRun.of("run", "news-reader", ends.url("/"));
            assertThat(run.exitCode()).isZero();
            assertThat(run.lines())
                    .startsWith("the end")
                    .anySatisfy(
                            line -> assertThat(line).startsWith("the server has ended the event stream; again in "));
        }
    }

    private static EventStreamOptions retryAtOnce() {
        return EventStreamOptions.builder().retry(Duration.ofMillis(1)).build();
    }

    @Test
    void theReaderSaysWhyItFails() {
        CommandRun run = CommandRun.of("run", "news-reader", server.url("/nothing"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines()).singleElement().asString().contains("was answered with 404 Not Found");
    }
}

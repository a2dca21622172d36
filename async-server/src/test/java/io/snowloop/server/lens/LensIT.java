// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.NamedTask;
import io.snowloop.server.Server;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that runs, and is held from outside: the loop of the lens goes on meanwhile. */
@Timeout(60)
class LensIT {
    private final HttpClient http = HttpClient.newHttpClient();

    private static EventLoopGroup watched() throws Exception {
        return EventLoopGroup.start(1, Lens.watched(EventLoopOptions.DEFAULT));
    }

    private URI uri(Server server, Lens lens, String path) {
        return URI.create(server.url(lens.path() + path));
    }

    private int post(Server server, Lens lens, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(server, lens, path))
                .header("Origin", server.url(""))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private BufferedReader events(Server server, Lens lens) throws Exception {
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(uri(server, lens, "loops/0/events")).build(), BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body()));
    }

    private static String next(BufferedReader events, String name) throws Exception {
        String line = events.readLine();
        while (!("event: " + name).equals(line)) {
            line = events.readLine();
        }
        return events.readLine();
    }

    private String trace(Server server, Lens lens) throws Exception {
        return text(server, lens, "loops/0/trace");
    }

    private String text(Server server, Lens lens, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(server, lens, path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void holdStepGoOn() throws Exception {
        try (EventLoopGroup group = watched()) {
            EventLoop loop = group.loops().get(0);
            Lens lens = Lens.of(loop);
            try (Server server = lens.listen(0);
                    BufferedReader events = events(server, lens)) {
                assertThat(post(server, lens, "loops/0/hold")).isEqualTo(204);
                next(events, "held");
                CountDownLatch ran = new CountDownLatch(1);
                loop.execute(new NamedTask("retry", ran::countDown));
                String last = "";
                for (int steps = 0; steps < 10 && !last.contains("\"retry\""); steps++) {
                    assertThat(post(server, lens, "loops/0/step")).isEqualTo(204);
                    next(events, "held");
                    last = trace(server, lens).lines().reduce("", (one, two) -> two);
                }
                assertThat(last).contains("\"event\":\"task\"", "\"owner\":\"retry\"");
                assertThat(ran.getCount()).as("its callback has not begun").isOne();
                assertThat(post(server, lens, "loops/0/go")).isEqualTo(204);
                ran.await();
            }
        }
    }

    @Test
    void aLoopThatRunsIsSummedUp() throws Exception {
        try (EventLoopGroup group = watched()) {
            EventLoop loop = group.loops().get(0);
            Lens lens = Lens.of(group);
            try (Server server = lens.listen(0);
                    BufferedReader events = events(server, lens)) {
                loop.submit(() -> loop.sleep(Duration.ofMillis(1))).await();
                loop.scheduleAtFixedRate(Duration.ofDays(1), Duration.ofDays(1), new NamedTask("daily", () -> {}));
                String summary = next(events, "summary");
                while (!summary.contains("daily")) {
                    summary = next(events, "summary");
                }
                assertThat(summary)
                        .startsWith("data: {\"n\":")
                        .contains("\"timers\":[{\"name\":\"daily\",\"due\":")
                        .hasSizeLessThan(4_096);
            }
        }
    }

    /** No page is left that could let it go. */
    @Test
    void aLoopThatIsHeldGoesOnWhenTheLastPageIsGone() throws Exception {
        try (EventLoopGroup group = watched()) {
            Lens lens = Lens.of(group);
            try (Server server = lens.listen(0)) {
                BufferedReader events = events(server, lens);
                post(server, lens, "loops/0/hold");
                next(events, "held");
                events.close();
                EventLoop loop = group.loops().get(0);
                loop.submit(() -> loop.sleep(Duration.ZERO)).await();
            }
        }
    }

    @Test
    void theCloseOfAGroupThatIsHeldDoesNotWaitForever() throws Exception {
        Lens lens;
        try (EventLoopGroup group = watched()) {
            lens = Lens.of(group);
            Server server = lens.listen(0);
            BufferedReader events = events(server, lens);
            post(server, lens, "loops/0/hold");
            next(events, "held");
            group.close();
            server.close();
        }
    }
}

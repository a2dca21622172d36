// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The minimum rate of 500 bytes a second, with a grace of 10 s, where several bodies are sent on one connection. */
@EverySegmentation
class AwaitedBodiesTest {
    private static final int WINDOW = 64 * 1024;

    private final List<Request> unread = new ArrayList<>();

    private Future<Response> answer(Request request) {
        if (request.path().equals("/unread")) {
            unread.add(request);
            return Scheduler.current().newPromise();
        }
        return request.body().collect(1_000_000).map(body -> Response.text("got " + body.length()));
    }

    private static List<Integer> posts(Http2Client client, int count) {
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(client.post("/"));
        }
        return streams;
    }

    private static List<String> answered(Http2Client client, String status) {
        return client.events().stream()
                .filter(event -> event.endsWith(": " + status))
                .map(event -> event.substring(0, event.indexOf(':')))
                .toList();
    }

    /** As a client that does not take turns. The last one waits for three times the grace. */
    @Test
    void bodiesMayComeOneAfterTheOther() {
        try (Http2Client client = new Http2Client(this::answer)) {
            List<Integer> streams = posts(client, 3);
            for (int stream : streams) {
                for (int second = 0; second < 15; second++) {
                    assertThat(client.data(stream, "x".repeat(1_600), false)).isEqualTo(1_600);
                    client.pass(ofSeconds(1));
                }
            }
            assertThat(client.events()).isEmpty();
            streams.forEach(stream -> client.data(stream, "", true));
            assertThat(answered(client, "200")).containsExactly("1", "3", "5");
        }
    }

    /** In sum it has to be the rate for each. */
    @Test
    void bytesOnOneStreamDoNotKeepTheOthersOpen() {
        try (Http2Client client = new Http2Client(this::answer)) {
            List<Integer> streams = posts(client, 10);
            for (int second = 0; second < 20; second++) {
                client.data(streams.get(0), "x".repeat(600), false);
                client.pass(ofSeconds(1));
            }
            assertThat(answered(client, "408")).hasSize(9).doesNotContain("1");
        }
    }

    @Test
    void aByteNowAndThenOnEachIsTooSlow() {
        try (Http2Client client = new Http2Client(this::answer)) {
            List<Integer> streams = posts(client, 10);
            client.pass(ofSeconds(9));
            streams.forEach(stream -> client.data(stream, "x", false));
            assertThat(client.events()).isEmpty();
            client.pass(ofSeconds(2));
            assertThat(answered(client, "408")).hasSize(10);
        }
    }

    /** What comes while no one waits is no credit for later. */
    @Test
    void bytesOfBeforeAreNoCredit() {
        try (Http2Client client = new Http2Client(this::answer)) {
            client.data(client.post("/"), "x".repeat(60_000), true);
            client.post("/");
            client.pass(ofSeconds(11));
            assertThat(answered(client, "408")).containsExactly("3");
        }
    }

    /** The window of the connection is shut because of a body that is not read: the client cannot send the other one. */
    @Test
    void aBodyThatWaitsForTheWindowOfTheConnectionIsNotRefused() {
        Http2Limits small = Http2Limits.builder().connectionWindow(WINDOW).build();
        try (Http2Client client = new Http2Client(this::answer, TestClient.OPTIONS, small, Http2Limits.DEFAULT)) {
            int unreadStream = client.post("/unread");
            int waiting = client.post("/");
            client.pass(ofSeconds(5));
            assertThat(client.data(unreadStream, "x".repeat(WINDOW), false)).isEqualTo(WINDOW);
            assertThat(client.data(waiting, "y", false)).isZero();
            client.pass(ofSeconds(30));
            assertThat(client.events()).isEmpty();

            client.run(() -> ((BodyStream) unread.get(0).body()).read());
            client.pass(ofSeconds(9));
            assertThat(client.events()).isEmpty();
            assertThat(client.data(waiting, "y", false)).isOne();
            client.pass(ofSeconds(11));
            assertThat(answered(client, "408")).as("its window is open").containsExactly("3");
        }
    }
}

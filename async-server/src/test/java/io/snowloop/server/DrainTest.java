package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EverySegmentation
class DrainTest {
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    private final List<Promise<Response>> answers = new ArrayList<>();
    private final TestClient client = new TestClient(request -> {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    });

    private void drain() {
        client.test.inTask(client.server::drain);
        client.test.turnUntilIdle();
    }

    @Test
    void anIdleConnectionIsEndedAtOnce() {
        drain();
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    @Test
    void aRequestThatHasComeGetsItsAnswerAndIsToldToGo() {
        client.send(GET);
        drain();
        assertThat(client.socket.isOutputShut()).isFalse();
        answers.get(0).complete(Response.text("last"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).contains("Connection: close\n").endsWith("last");
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    @Test
    void aRequestWhoseHeadIsUnderWayIsAnswered() {
        client.send("GET / HTTP/1.1\n");
        drain();
        client.send("Host: a\n\n");
        answers.get(0).complete(Response.text("last"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).contains("Connection: close\n").endsWith("last");
    }

    @Test
    void aConnectionThatWasOnItsWayIsEndedToo() {
        drain();
        assertThat(TestTransport.connect(client.test, new ServerConnection(client.server))
                        .isOutputShut())
                .isTrue();
    }
}

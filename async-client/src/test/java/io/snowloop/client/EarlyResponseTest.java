// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Segmentation;
import io.snowloop.transport.ConnectionClosedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A server that answers before it has read the request, and closes: the client still sees the answer (RFC 9112 §9.5). */
@EverySegmentation
class EarlyResponseTest {
    private static final String TOO_LARGE = "HTTP/1.1 413 Content Too Large\nContent-Length: 7\n\ntoo big";

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(1).build());

    /** A request that waits for the connection. */
    private Future<Response> next;

    /** A body that never ends by itself. */
    private static BodyStream endless() {
        return BodyStream.of(() -> Future.completed(ByteBuffer.wrap(new byte[100_000])));
    }

    /** The server does not read the request. It answers and resets the connection before the client's loop turns again. */
    private Future<Response> post(Body body, String answer) {
        scene.get();
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        scene.peer().transport.pauseReading();
        Future<Response> response = scene.fetch(Request.post(Scene.URL, body));
        next = scene.fetch(Request.post(Scene.URL, Body.of("next")));
        for (String segment : Segmentation.current().segments(answer.replace("\n", "\r\n"))) {
            scene.peer().write(segment);
        }
        scene.peer().reset();
        return response;
    }

    @Test
    void isSeenWhileALargeBodyIsBeingSent() {
        Response response = post(Body.of(new byte[10_000_000]), TOO_LARGE).resultNow();

        assertThat(response.status().code()).isEqualTo(413);
        assertThat(response.text()).isEqualTo("too big");
        scene.close();
    }

    @Test
    void isSeenWhileAStreamIsBeingSent() {
        Response response = post(endless(), TOO_LARGE).resultNow();

        assertThat(response.status().code()).isEqualTo(413);
        scene.close();
    }

    /** More than a socket buffer is read at once, with pauses of the reader in between. */
    @Test
    void itsBodyMayBeLarge() {
        String text = "sorry ".repeat(10_000);
        Response response = post(endless(), "HTTP/1.1 413 \nContent-Length: 60000\n\n" + text)
                .resultNow();

        assertThat(response.text()).isEqualTo(text);
        scene.close();
    }

    /** A reset is an error: a body that would end with the connection is not known to be complete (RFC 9112 §8). */
    @Test
    void aBodyUntilTheCloseIsNotCompletedByAReset() {
        Throwable error = Scene.error(post(endless(), "HTTP/1.1 413 \n\ntoo b"));

        assertThat(error).isInstanceOf(ConnectionClosedException.class);
        scene.close();
    }

    /** The answer would let the connection live, but the server does not read: a request that waits needs another one. */
    @Test
    void theConnectionIsNotUsedAgain() {
        scene.simulation.network().faults(Faults.NONE.buffers(20_000));
        Future<Response> first = post(Body.of(new byte[60_000]), TOO_LARGE);
        assertThat(first.resultNow().status().code()).isEqualTo(413);

        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(scene.peers).hasSize(2);
        assertThat(next.resultNow().status().code()).isEqualTo(200);
        scene.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** One fetch of a scenario: what it asks for, what must come of it, and how it ended. */
final class Call {
    final Request request;

    Future<Response> future;
    Duration begun;
    Duration ended;
    Response response;
    Throwable error;

    private final World world;
    private int endings;

    Call(World world, Request request) {
        this.world = world;
        this.request = request;
    }

    void begin() {
        begun = world.now();
        future = world.fetcher.fetch(request).onComplete((value, thrown) -> {
            endings++;
            ended = world.now();
            response = value;
            error = thrown;
        });
    }

    /** Calls it off, if it has begun. */
    void cancel() {
        if (future != null) {
            future.cancel();
        }
    }

    /** What the server is asked for. */
    String target() {
        String url = request.target();
        return url.substring(url.indexOf('/', url.indexOf("//") + 2));
    }

    Duration took() {
        return ended.minus(begun);
    }

    void assertEndedOnce() {
        assertThat(endings).as("%s has ended", request).isEqualTo(1);
    }

    /** The response is whole, and the one to this request and no other. */
    void assertRight() {
        assertThat(error).as("%s failed", request).isNull();
        assertThat(response.status()).as("status of %s", request).isEqualTo(Status.OK);
        assertThat(response.header(Site.ASKED)).as("whose answer this is").isEqualTo(target());
        assertThat(response.bytes())
                .as("body of %s", request)
                .isEqualTo(request.method().equals(Method.HEAD) ? new byte[0] : Site.content(request));
    }

    /** Right, or refused by a server that had lost its patience, or failed by the network. Nothing in between. */
    void assertRightOrFailed() {
        if (error != null) {
            assertThat(error).isInstanceOfAny(IOException.class, CancellationException.class);
        } else if (response.status().code() / 100 != 2) {
            assertThat(response.status())
                    .as("status of %s: %s", request, response)
                    .isIn(Status.REQUEST_TIMEOUT, Status.SERVICE_UNAVAILABLE, Status.BAD_REQUEST);
        } else {
            assertRight();
        }
    }

    @Override
    public String toString() {
        return request + (error != null ? " failed: " + error : response != null ? ": " + response : " is under way");
    }
}

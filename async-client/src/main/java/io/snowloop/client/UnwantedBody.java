// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Response;
import java.time.Duration;

/**
 * The body of a response that no one has asked for: of a redirect, or of a failure. While it is being received, its connection can take no
 * other request.
 */
final class UnwantedBody {
    /** Up to this many bytes, to receive them costs less than to open another connection. */
    private static final int MOST = 16 * 1024;

    /** A server that does not send them in this time is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private UnwantedBody() {}

    /** Completes, without an error, with the body; an empty one if it was cancelled, which closes the connection. */
    static Future<Body.Bytes> receive(Response response) {
        return response.body().collect(MOST).timeout(PATIENCE).recover(error -> Body.EMPTY);
    }
}

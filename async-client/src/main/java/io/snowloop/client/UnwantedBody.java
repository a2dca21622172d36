// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.MediaType;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;
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

    /** So many characters of a refusal are enough for a message. */
    private static final int MOST_SAID = 200;

    private UnwantedBody() {}

    /** Completes, without an error, with the body; an empty one if it was cancelled, which closes the connection. */
    static Future<Body.Bytes> receive(Response response) {
        return response.body().collect(MOST).timeout(PATIENCE).recover(error -> Body.EMPTY);
    }

    /** What a server says of its refusal, for the end of a message: {@code : the name is taken}. Empty if that is no text. */
    static String said(Response response, Body.Bytes body) {
        String type = response.header("Content-Type");
        MediaType parsed = type == null ? null : MediaType.parse(type);
        if (parsed == null
                || (!parsed.matches(MediaType.TEXT_PLAIN) && !parsed.subtype().endsWith("json"))) {
            return "";
        }
        String text = response.withBody(body).text().strip();
        return text.isEmpty()
                ? ""
                : ": " + Printable.of(text.length() > MOST_SAID ? text.substring(0, MOST_SAID) + "..." : text);
    }
}

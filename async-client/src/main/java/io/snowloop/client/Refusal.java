// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
import io.snowloop.http.MediaType;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;

/** What a server says of why it refuses a request. */
final class Refusal {
    /** So many characters are enough for a message. */
    private static final int MOST = 200;

    private Refusal() {}

    /** For the end of a message: {@code : the name is taken}. Empty if the body is no text. */
    static String said(Response response, Body.Bytes body) {
        String type = response.header("Content-Type");
        MediaType parsed = type == null ? null : MediaType.parse(type);
        if (parsed == null
                || (!parsed.matches(MediaType.TEXT_PLAIN) && !parsed.subtype().endsWith("json"))) {
            return "";
        }
        String text = response.withBody(body).text().strip();
        return text.isEmpty() ? "" : ": " + Printable.of(text, MOST);
    }
}

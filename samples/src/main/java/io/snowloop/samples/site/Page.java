// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.HtmlText;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A page that is ready to be sent.
 *
 * @param entityTag the validator of this text (RFC 9110 §8.8.3)
 */
record Page(String html, String entityTag) {
    /** Stands in the head of a page for scheme and host: other sites load a picture by its whole address only, and so are alternates named. */
    static final String ORIGIN = "{{origin}}";

    static Page of(String html) {
        CRC32C sum = new CRC32C();
        sum.update(html.getBytes(StandardCharsets.UTF_8));
        return new Page(
                html, "\"" + Long.toHexString(sum.getValue()) + "-" + Integer.toHexString(html.length()) + "\"");
    }

    /** The page, or a 304 if the client has it (RFC 9110 §13.1.2). */
    Response response(Request request) {
        for (String tags : request.headers().all("If-None-Match")) {
            for (String tag : tags.split(",", -1)) { // our tags have no comma
                if (tag.strip().equals("*") || withoutWeak(tag.strip()).equals(entityTag)) {
                    return Response.of(Status.NOT_MODIFIED).withHeaders(Headers.of("ETag", entityTag));
                }
            }
        }
        return Response.html(html(request)).withHeader("ETag", entityTag);
    }

    /** The page, as the client that sends this request gets it. */
    String html(Request request) {
        String host = request.header("Host");
        String origin = host == null ? "" : "http://" + HtmlText.escaped(host);
        int end = Math.max(0, html.indexOf("</head>")); // the text of a page may have the same mark
        return html.substring(0, end).replace(ORIGIN, origin) + html.substring(end);
    }

    /** The comparison is a weak one: a cache that compresses a response may weaken its tag. */
    private static String withoutWeak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Body;
import io.snowloop.http.Cookie;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response with the names of the article: content, headers and cookies.
 *
 * <p>The article sends only the content, without a status line, headers and cookies. Here all of them are sent.
 */
public sealed class HttpResponse implements Answer permits HttpNotFound {
    private final Status status;
    private final String content;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** A 200 with this text. */
    public HttpResponse(String content) {
        this(Status.OK, content);
    }

    HttpResponse(Status status, String content) {
        this.status = status;
        this.content = content;
    }

    /** The header fields to send; a mutable map. The default Content-Type is HTML. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The cookies to set, by name; a mutable map. */
    public Map<String, String> cookies() {
        return cookies;
    }

    /** The text to send. */
    public String content() {
        return content;
    }

    Response response() {
        Response response = Response.html(content).withStatus(status).withBody(Body.of(content));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            response = response.withHeader(header.getKey(), header.getValue());
        }
        for (Map.Entry<String, String> cookie : cookies.entrySet()) {
            response = response.plusCookie(Cookie.of(cookie.getKey(), cookie.getValue()));
        }
        return response;
    }
}

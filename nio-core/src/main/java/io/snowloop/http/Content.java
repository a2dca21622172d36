// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.http.syntax.Printable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a message, read as its header fields say. */
final class Content {
    private Content() {}

    static String text(Headers headers, Body body) {
        return collected(body).text(charset(headers));
    }

    static Body.Bytes collected(Body body) {
        Body.Bytes bytes = body.collected();
        if (bytes != null) {
            return bytes;
        }
        throw new IllegalStateException("this body is a stream: collect(limit) it first, or read() it piece by piece");
    }

    /**
     * The charset parameter has no meaning for a form: it is in UTF-8 (WHATWG URL §5).
     *
     * @throws HttpException 415, if it is not a form
     */
    static QueryParameters form(Headers headers, Body body) {
        Body.Bytes bytes = collected(body);
        String sent = headers.get("Content-Type");
        MediaType type = type(headers);
        boolean form = sent == null ? bytes.length() == 0 : type != null && type.matches(MediaType.FORM_URLENCODED);
        if (!form) {
            throw new HttpException(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be " + MediaType.FORM_URLENCODED + ", but "
                            + (sent == null ? "has no Content-Type" : "is " + Printable.quote(sent)));
        }
        return QueryParameters.parse(bytes.text(StandardCharsets.UTF_8));
    }

    private static Charset charset(Headers headers) {
        MediaType type = type(headers);
        return type == null ? StandardCharsets.UTF_8 : type.charset();
    }

    private static @Nullable MediaType type(Headers headers) {
        String type = headers.get("Content-Type");
        return type == null ? null : MediaType.parse(type);
    }
}

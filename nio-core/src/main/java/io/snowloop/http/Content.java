package io.snowloop.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

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

    private static Charset charset(Headers headers) {
        String type = headers.get("Content-Type");
        MediaType parsed = type == null ? null : MediaType.parse(type);
        return parsed == null ? StandardCharsets.UTF_8 : parsed.charset();
    }
}

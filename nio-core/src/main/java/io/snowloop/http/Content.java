package io.snowloop.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a message's body says, by what its header fields say about it. */
final class Content {
    private Content() {}

    static String text(Headers headers, Body body) {
        return collected(body).text(charset(headers));
    }

    static Body.Bytes collected(Body body) {
        if (body instanceof Body.Bytes bytes) {
            return bytes;
        }
        throw new IllegalStateException("this body is a stream: collect(limit) it first, or read() it piece by piece");
    }

    private static Charset charset(Headers headers) {
        @Nullable String type = headers.get("Content-Type");
        @Nullable MediaType parsed = type == null ? null : MediaType.parse(type);
        @Nullable Charset charset = parsed == null ? null : parsed.charset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }
}

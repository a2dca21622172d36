// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random messages that HTTP allows, reproducible by their seed; unusual ones are frequent. */
final class RandomMessages {
    /** @param length of the body, as the codec is told it: that of all pieces, or unknown */
    record Body(List<byte[]> pieces, long length, Headers trailers) {
        static Body empty() {
            return new Body(List.of(), 0, Headers.empty());
        }

        String text() {
            StringBuilder text = new StringBuilder();
            pieces.forEach(piece -> text.append(new String(piece, ISO_8859_1)));
            return text.toString();
        }
    }

    private static final List<Method> METHODS =
            List.of(Method.GET, Method.HEAD, Method.POST, Method.PUT, Method.DELETE, Method.of("BREW"));
    private static final List<Integer> STATUSES = List.of(200, 201, 204, 206, 301, 304, 404, 500, 599, 999);
    private static final String NAME = "abcXYZ019!#$%&'*+-.^_`|~";
    private static final String VALUE = "abc \t,;:=\"\\(){}09\u00e9\u00ff";
    private static final String PATH = "abc/019-._~!$&'()*+,;=:@?[]{}|^`\\";

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    RequestHead request() {
        String target = "/" + text(PATH, 20) + (random.nextInt(4) == 0 ? "%2F" : "");
        return new RequestHead(
                METHODS.get(random.nextInt(METHODS.size())), target, headers().plus("Host", "h:8080"));
    }

    ResponseHead response() {
        return new ResponseHead(Status.of(STATUSES.get(random.nextInt(STATUSES.size()))), headers());
    }

    Headers headers() {
        Headers headers = Headers.empty();
        for (int fields = random.nextInt(6); fields > 0; fields--) {
            headers = headers.plus("x" + text(NAME, 12), text(VALUE, random.nextInt(10) == 0 ? 3000 : 30));
        }
        return headers;
    }

    Body body() {
        List<byte[]> pieces = new ArrayList<>();
        long length = 0;
        for (int count = random.nextInt(4); count > 0; count--) {
            byte[] piece = new byte[random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(20)];
            random.nextBytes(piece);
            pieces.add(piece);
            length += piece.length;
        }
        boolean unknown = random.nextBoolean();
        return new Body(pieces, unknown ? Http1Codec.UNKNOWN_LENGTH : length, unknown ? headers() : Headers.empty());
    }

    String text(String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

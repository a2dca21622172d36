// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of recorded traffic: lines, each of which begins with a word.
 *
 * <pre>
 * request POST http://a.test/notes
 * header Content-Type: text/plain
 * text the first line of a body
 * text the second
 * response 200
 * header Content-Type: image/png
 * base64 iVBORw0KGgo=
 * </pre>
 */
final class Tape {
    /** A request and its response, both with their bodies in memory. */
    record Take(Request request, Response response) {}

    private static final String FIRST_LINE = "# HTTP traffic, recorded for tests";

    private Tape() {}

    // ------------------------------------------------------------------------------------------------------ writing

    static String write(List<Take> takes) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (Take take : takes) {
            Request request = take.request;
            line(text.append('\n'), "request", request.method() + " " + request.target());
            append(text, request.headers(), request.bytes());
            line(text, "response", Integer.toString(take.response.status().code()));
            append(text, take.response.headers(), take.response.bytes());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Headers headers, byte[] body) {
        headers.forEach((name, value) -> line(text, "header", name + ": " + value));
        if (body.length == 0) {
            return;
        }
        String plain = plain(body);
        if (plain == null) {
            line(text, "base64", Base64.getEncoder().encodeToString(body));
        } else {
            for (String each : plain.split("\n", -1)) {
                line(text, "text", each);
            }
        }
    }

    private static void line(StringBuilder text, String word, String rest) {
        text.append(word).append(' ').append(rest).append('\n');
    }

    /** A body as text; null if it is none that an editor would leave as it is. */
    private static @Nullable String plain(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            boolean control = text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
            return control ? null : text;
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /**
     * Reads what {@link #write} has written.
     * @throws IllegalArgumentException with the number of a line that is not of the format
     */
    static List<Take> read(String text) {
        List<Take> takes = new ArrayList<>();
        Message request = null;
        Message response = null;
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            int blank = line.indexOf(' ');
            String word = blank < 0 ? line : line.substring(0, blank);
            String rest = blank < 0 ? "" : line.substring(blank + 1); // an editor may have removed the blank
            Message current = response != null ? response : request;
            try {
                switch (word) {
                    case "", "#" -> {}
                    case "request" -> {
                        add(takes, request, response);
                        request = new Message(rest);
                        response = null;
                    }
                    case "response" -> response = new Message(rest);
                    default -> part(current, word, rest);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        add(takes, request, response);
        return takes;
    }

    private static void part(@Nullable Message message, String word, String rest) {
        if (message == null) {
            throw new IllegalArgumentException("the first line must begin with request");
        }
        switch (word) {
            case "header" -> message.header(rest);
            case "text" -> message.text(rest);
            case "base64" -> message.body.writeBytes(Base64.getDecoder().decode(rest));
            default ->
                throw new IllegalArgumentException(
                        "a line begins with request, response, header, text or base64, and this one with \"" + word
                                + "\"");
        }
    }

    private static void add(List<Take> takes, @Nullable Message request, @Nullable Message response) {
        if (request == null) {
            return;
        }
        if (response == null) {
            throw new IllegalArgumentException("there is no response to " + request.start);
        }
        String[] start = request.start.split(" ", 2);
        takes.add(new Take(
                Request.of(Method.of(start[0]), start[start.length - 1])
                        .withHeaders(request.headers.build())
                        .withBody(Body.of(request.body.toByteArray())),
                Response.of(Status.of(Integer.parseInt(response.start.strip())))
                        .withHeaders(response.headers.build())
                        .withBody(Body.of(response.body.toByteArray()))));
    }

    /** A message that is being read. */
    private static final class Message {
        private final String start;
        private final Headers.Builder headers = Headers.builder();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean hasText;

        Message(String start) {
            this.start = start;
        }

        void header(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a header has a colon: " + line);
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }

        void text(String line) {
            body.writeBytes(((hasText ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
            hasText = true;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of the public suite that RFC 6265 was made with, http-state. A row of the file has the name, the URL of the second
 * request if it is not the usual one, the fields that the first response has, and the field that the second request has. ⏎ ends a field, and
 * ⇥ is a tab. Left out are those that the suite has switched off.
 */
class CookieVectorsTest {
    private static final Instant THEN = Instant.parse("2011-04-01T00:00:00Z");
    private static final String HOST = "//home.example.org";

    static Stream<Arguments> vectors() throws IOException {
        try (InputStream file = CookieVectorsTest.class.getResourceAsStream("http-state.txt");
                BufferedReader rows = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return rows.lines().map(row -> Arguments.of((Object[]) row.split("\\|", -1))).toList().stream();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What a field with these characters in UTF-8 is in our headers: a character for each octet. */
    private static String octets(String text) {
        return new String(text.replace('⇥', '\t').getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource
    void vectors(String name, String to, String received, String sent) {
        List<String> cookies = new ArrayList<>();
        Response response = Response.text("");
        for (String field : received.split("⏎", -1)) {
            response = response.withHeaders(response.headers().plus("Set-Cookie", octets(field)));
        }
        Response answer = response;
        Handler handler = CookieJar.builder().clock(() -> THEN).build().around(request -> {
            cookies.add(String.valueOf(request.header("Cookie")));
            return Future.completed(answer);
        });
        String second = to.isEmpty() ? "/cookie-parser-result" : to;

        handler.handle(Request.get("http:" + HOST + "/cookie-parser?" + name));
        handler.handle(Request.get("http:" + (second.startsWith("//") ? "" : HOST) + second + "?" + name));

        assertThat(cookies).containsExactly("null", sent.isEmpty() ? "null" : octets(sent));
    }
}

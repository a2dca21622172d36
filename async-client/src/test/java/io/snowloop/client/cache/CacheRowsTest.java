// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of requests and what a cache must do with them, derived from the public project http-cache-tests. The file begins a row with
 * {@code #}: its category, its name there, and whether it is required or only better ({@code optimal}). Then each request has a line with
 * its method, lines with {@code >} for its fields, with {@code <} for what the origin answers if it is asked, with {@code =} for what the
 * client must get, and with {@code !} for what the origin must get. {@code wait} lets three seconds pass. A date is in seconds from now.
 *
 * <p>Two rows differ from the project's: there, a stored {@code Set-Cookie} is part of each answer. Here it is not, for the sake of a cookie
 * jar around the cache.
 */
class CacheRowsTest {
    private static final String BASE = "http://10.0.0.1/test";
    private static final List<String> SOURCES = List.of("stored", "new", "etag", "date");
    private static final Pattern DATE = Pattern.compile("\\{(850 )?([+-]\\d+)}");
    private static final DateTimeFormatter RFC_850 = DateTimeFormatter.ofPattern(
                    "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A row of the file. */
    record Row(String name, List<Step> steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A request of a row, with the lines that follow it. */
    record Step(Method method, String path, List<String> lines) {
        Stream<String> lines(String mark) {
            return lines.stream().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length()));
        }
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CacheRowsTest.class.getResourceAsStream("http-cache-tests.txt")),
                StandardCharsets.UTF_8))) {
            for (String line = file.readLine(); line != null; line = file.readLine()) {
                if (line.startsWith("# ")) {
                    rows.add(new Row(line.substring(2), new ArrayList<>()));
                    continue;
                }
                List<Step> steps = rows.get(rows.size() - 1).steps();
                if (Character.isUpperCase(line.charAt(0))) {
                    String[] words = line.split(" ");
                    steps.add(new Step(Method.of(words[0]), words[1], new ArrayList<>()));
                } else {
                    steps.get(steps.size() - 1).lines().add(line);
                }
            }
        }
        return rows;
    }

    private final ResponseCache cache =
            ResponseCache.builder().clock(() -> this.now).build();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** What the origin got in this step; null if it was not asked. */
    private Request asked;

    /** What the origin sent in the step before. */
    private Headers before = Headers.empty();

    /** When the origin has answered last: dates that a client sends or gets are from then. */
    private Instant answered = now;

    @ParameterizedTest
    @MethodSource("rows")
    void rows(Row row) {
        for (Step step : row.steps()) {
            asked = null;
            Request request =
                    Request.of(step.method(), BASE + step.path()).withHeaders(fields(step.lines("> "), answered));
            Headers sent = fields(step.lines("< "), now);
            Future<Response> answer = cache.filter(request, received -> {
                asked = received;
                answered = now;
                return origin(step, received, sent);
            });
            if (!answer.isFailed()) {
                check(step, answer.resultNow());
            }
            before = sent;
            if (step.lines().contains("wait")) {
                now = now.plusSeconds(3);
            }
        }
    }

    private static Headers fields(Stream<String> lines, Instant from) {
        Headers.Builder fields = Headers.builder();
        lines.filter(line -> line.indexOf(':') > 0 && !line.startsWith("\"")).forEach(line -> {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon), resolved(line.substring(colon + 1), from));
        });
        return fields.build();
    }

    private static String resolved(String value, Instant from) {
        return DATE.matcher(value.replace("{base}", BASE)).replaceAll(date -> {
            Instant then = from.plus(Duration.ofSeconds(Long.parseLong(date.group(2))));
            return date.group(1) == null ? HttpDate.format(then) : RFC_850.format(then);
        });
    }

    private Future<Response> origin(Step step, Request received, Headers sent) {
        if (step.lines().contains("< close")) {
            return Future.failed(new IOException("closed"));
        }
        int status = step.lines("< ")
                .filter(line -> line.matches("\\d{3}"))
                .map(Integer::parseInt)
                .findFirst()
                .orElse(200);
        boolean validated =
                isSame("ETag", "If-None-Match", received) || isSame("Last-Modified", "If-Modified-Since", received);
        if (step.lines().contains("= etag") || step.lines().contains("= date")) {
            status = validated ? 304 : 999;
        }
        Body body = step.lines("< \"")
                .map(text -> Body.of(text.substring(0, text.length() - 1)))
                .findFirst()
                .orElse(Body.of("body"));
        boolean empty = status == 304 || status == 204 || received.method().equals(Method.HEAD);
        return Future.completed(Response.of(Status.of(status)).withHeaders(sent).withBody(empty ? Body.EMPTY : body));
    }

    private boolean isSame(String validator, String condition, Request received) {
        String value = before.get(validator);
        return value != null && value.equals(received.header(condition));
    }

    private void check(Step step, Response response) {
        step.lines("= ").forEach(line -> {
            if (line.matches("\\d{3}")) {
                assertThat(response.status().code()).isEqualTo(Integer.parseInt(line));
            } else if (line.startsWith("\"")) {
                assertThat("\"" + response.text() + "\"").isEqualTo(line);
            } else if (line.startsWith("no ")) {
                assertThat(response.headers().contains(line.substring(3)))
                        .as(line)
                        .isFalse();
            } else if (SOURCES.contains(line)) {
                checkSource(line, String.valueOf(response.header("Cache-Status")));
            } else {
                checkField(line, response.headers());
            }
        });
        step.lines("! ").forEach(line -> {
            assertThat(asked).isNotNull();
            if (line.equals(line.toUpperCase(Locale.ROOT))) {
                assertThat(asked.method().name()).isEqualTo(line);
            } else {
                checkField(line, asked.headers());
            }
        });
    }

    private void checkSource(String source, String status) {
        if (source.equals("stored")) {
            assertThat(status).containsAnyOf("hit", "stale-if-error");
            return;
        }
        assertThat(asked).as("asked").isNotNull();
        if (source.equals("etag")) {
            assertThat(asked.header("If-None-Match")).isNotNull();
        } else if (source.equals("date")) {
            assertThat(asked.header("If-Modified-Since")).isNotNull();
        }
    }

    private void checkField(String line, Headers fields) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        assertThat(fields.contains(name)).as(line).isTrue();
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        if (value.startsWith(">")) {
            assertThat(Long.parseLong(fields.get(name))).as(line).isGreaterThan(Long.parseLong(value.substring(1)));
        } else if (colon > 0) {
            assertThat(String.join(", ", fields.all(name))).isEqualTo(resolved(value, answered));
        }
    }
}

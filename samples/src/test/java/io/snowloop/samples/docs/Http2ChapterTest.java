// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.http.h2.hpack.HpackEncoder;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.GeneratedPage;
import io.snowloop.samples.docs.PageLoad.Way;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code docs/http2.md} shows. Its frames, its header block and its tables are made here. To bring them up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=Http2ChapterTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // a page is the same on each JDK
class Http2ChapterTest {
    private static final Path PAGE = Project.HOME.resolve("docs/http2.md");
    private static final String END = "<!-- http2 end -->";

    static final int SEEDS = 20;
    static final double[] LOSSES = {0, 0.01, 0.02, 0.05};

    /** Of the header block that the page shows. */
    static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put(":method", "GET");
        FIELDS.put(":scheme", "https");
        FIELDS.put(":authority", "example.org");
        FIELDS.put(":path", "/news");
        FIELDS.put("user-agent", "snow");
    }

    @Test
    void thePageShowsWhatRunsSay() throws Exception {
        List<String> frames = new ArrayList<>(List.of("```text"));
        frames.addAll(new FrameLines().lines());
        frames.add("```");
        Map<Way, List<Results>> loads = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            List<Results> row = new ArrayList<>();
            for (double loss : LOSSES) {
                row.add(Results.of(way, loss));
            }
            loads.put(way, row);
        }
        update(Map.of(
                "<!-- http2 frames -->", frames,
                "<!-- http2 block -->", block(),
                "<!-- http2 small -->", table(loads, Results::small),
                "<!-- http2 page -->", table(loads, Results::page)));
        assertMoral(loads);
    }

    private static void update(Map<String, List<String>> parts) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> updated = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            List<String> part = parts.get(lines.get(i));
            if (part != null) {
                found++;
                updated.addAll(part);
                i += lines.subList(i, lines.size()).indexOf(END) - 1;
            }
        }
        assertThat(found).isEqualTo(parts.size());
        GeneratedPage.assertUpToDate(PAGE, lines, updated, Http2ChapterTest.class);
    }

    /** What the text below the tables says. */
    private static void assertMoral(Map<Way, List<Results>> loads) {
        List<Results> six = loads.get(Way.SIX_CONNECTIONS);
        List<Results> ordered = loads.get(Way.ORDERED);
        for (int i = 0; i < LOSSES.length; i++) {
            long small = ordered.get(i).small.median();
            for (Way other : List.of(Way.SIX_CONNECTIONS, Way.PIPELINING, Way.STREAMS, Way.WIDE)) {
                assertThat(small).isLessThan(loads.get(other).get(i).small.median());
            }
            assertThat(loads.get(Way.STREAMS).get(i).small.median())
                    .isLessThan(six.get(i).small.median());
            assertThat(loads.get(Way.WIDE).get(i).small.median())
                    .isCloseTo(loads.get(Way.PIPELINING).get(i).small.median(), withinPercentage(10));
            assertThat(loads.get(Way.STREAMS).get(i).page.median())
                    .isGreaterThan(loads.get(Way.WIDE).get(i).page.median());
        }
        int last = LOSSES.length - 1;
        assertThat(ordered.get(0).page.median()).isLessThan(six.get(0).page.median());
        assertThat(ordered.get(last).page.median())
                .isGreaterThan(six.get(last).page.median());
        for (Way one : List.of(Way.PIPELINING, Way.STREAMS, Way.WIDE, Way.ORDERED)) {
            assertThat(growth(loads.get(one))).isGreaterThan(4);
        }
        assertThat(growth(six)).isLessThan(3);
    }

    /** How many times as long the page takes with the most losses. */
    private static double growth(List<Results> row) {
        return (double) row.get(LOSSES.length - 1).page.median()
                / row.get(0).page.median();
    }

    private record Spread(long median, long worst) {
        static Spread of(List<Duration> times) {
            List<Long> sorted = times.stream().map(Duration::toMillis).sorted().toList();
            return new Spread(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d / %,d", median, worst);
        }
    }

    /** Of all seeds: of each small part, and of each page. */
    private record Results(Spread small, Spread page) {
        static Results of(Way way, double loss) throws Exception {
            List<Duration> small = new ArrayList<>();
            List<Duration> page = new ArrayList<>();
            for (long seed = 1; seed <= SEEDS; seed++) {
                PageLoad.Times times = PageLoad.run(way, seed, loss);
                assertThat(times.small()).hasSize(PageLoad.SMALL_PARTS);
                small.addAll(times.small());
                Duration last = times.small().get(PageLoad.SMALL_PARTS - 1);
                page.add(last.compareTo(times.large()) > 0 ? last : times.large());
            }
            return new Results(Spread.of(small), Spread.of(page));
        }
    }

    private static List<String> table(Map<Way, List<Results>> loads, Function<Results, Spread> cell) {
        List<String> rows = new ArrayList<>();
        StringBuilder head = new StringBuilder("| Lost |");
        for (double loss : LOSSES) {
            head.append(String.format(Locale.ROOT, " %.0f %% |", loss * 100));
        }
        rows.add(head.toString());
        rows.add("| --- |" + " ---: |".repeat(LOSSES.length));
        loads.forEach((way, row) -> rows.add("| " + way.text + " | "
                + String.join(
                        " | ",
                        row.stream().map(each -> cell.apply(each).toString()).toList()) + " |"));
        return rows;
    }

    private static List<String> block() {
        List<String> rows = new ArrayList<>(List.of("| Field | First | Again |", "| --- | --- | --- |"));
        HpackEncoder encoder = new HpackEncoder(4_096);
        List<String> first = hex(encoder);
        List<String> again = hex(encoder);
        int i = 0;
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            rows.add("| `" + field.getKey() + ": " + field.getValue() + "` | `" + first.get(i) + "` | `" + again.get(i)
                    + "` |");
            i++;
        }
        rows.add("| Bytes | " + bytes(first) + " | " + bytes(again) + " |");
        return rows;
    }

    private static List<String> hex(HpackEncoder encoder) {
        List<String> hex = new ArrayList<>();
        // region block
        FIELDS.forEach((name, value) -> {
            ByteQueue out = new ByteQueue();
            encoder.encode(name, value, out);
            byte[] bytes = new byte[out.size()];
            out.peek().get(bytes);
            hex.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
        });
        // endregion
        return hex;
    }

    private static int bytes(List<String> hex) {
        return hex.stream().mapToInt(each -> (each.length() + 1) / 3).sum();
    }

    /** The frames of two requests and their responses, as two codecs write them. */
    private static final class FrameLines {
        private static final String[] TYPES = {
            "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE"
        };
        private static final int PREFACE = 24;

        private final Http2Codec client = new Http2Codec(Role.CLIENT, Http2Limits.DEFAULT);
        private final Http2Codec server = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
        private final ByteQueue out = new ByteQueue();
        private final List<String> lines = new ArrayList<>();

        List<String> lines() throws Exception {
            client.begin(out);
            int a = client.openStream(head("/a"), 0, out);
            int b = client.openStream(head("/b"), 0, out);
            carry("client", server, PREFACE);
            server.begin(out);
            server.drainTo(out);
            server.sendHead(a, Status.OK, Headers.empty(), Headers.empty(), 8, out);
            server.sendData(a, US_ASCII.encode("half"), false, out);
            server.sendHead(b, Status.OK, Headers.empty(), Headers.empty(), 5, out);
            server.sendData(b, US_ASCII.encode("whole"), true, out);
            server.sendData(a, US_ASCII.encode("rest"), true, out);
            carry("server", client, 0);
            client.drainTo(out);
            carry("client", server, 0);
            return lines;
        }

        private static Http2Event.RequestHead head(String path) {
            return new Http2Event.RequestHead(
                    0, Method.GET, "https", "example.org", path, null, Headers.of("user-agent", "snow"), true);
        }

        private void carry(String from, Http2Codec to, int preface) throws Exception {
            ByteBuffer bytes = out.takeAll();
            ByteBuffer frames = bytes.duplicate();
            if (preface > 0) {
                lines.add(from + "  preface         24 bytes");
                frames.position(frames.position() + preface);
            }
            while (frames.hasRemaining()) {
                int length = frames.getInt() >>> 8;
                frames.position(frames.position() - 1);
                int type = frames.get();
                int flags = frames.get();
                int stream = frames.getInt();
                lines.add(String.format(
                                Locale.ROOT,
                                "%s  %-13s %4d bytes  %s  %s",
                                from,
                                TYPES[type],
                                length,
                                stream == 0 ? "connection" : "stream " + stream + "  ",
                                flags(type, flags))
                        .stripTrailing());
                frames.position(frames.position() + length);
            }
            to.receive(bytes);
            for (Http2Event event = to.next(); !(event instanceof Http2Event.Outcome); event = to.next()) {
                assertThat(event).isNotInstanceOf(Http2Event.Reset.class);
            }
            to.keep();
        }

        private static String flags(int type, int flags) {
            boolean message = type <= 1;
            return ((flags & 4) != 0 ? "END_HEADERS " : "") + ((flags & 1) != 0 ? message ? "END_STREAM" : "ACK" : "");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpVersionPolicy.class)
    void theSameAppAndTheSameCall(HttpVersionPolicy version) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            // region same
            Filter traced =
                    (request, next) -> next.handle(request).map(response -> response.withHeader("X-Trace", "1"));
            Snow app =
                    new Snow().filter(traced).get("/{name}", request -> Response.text("hello " + request.path("name")));
            Server server = Server.of(app).http2(Http2Limits.DEFAULT).on(loop).listen("127.0.0.1", 0);
            Fetcher fetcher = Fetcher.on(
                    loop, FetcherOptions.builder().httpVersion(version).build());
            Response response = loop.runUntil(fetcher.fetch(server.url("/snow")));
            // endregion
            try (server;
                    fetcher) {
                assertThat(response.text()).isEqualTo("hello snow");
                assertThat(response.headers().get("X-Trace")).isEqualTo("1");
            }
        }
    }
}

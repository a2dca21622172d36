// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.server.Payload;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load in C against a server that looks at its requests. It needs gcc and taskset, as the benchmarks do. */
class ClosedLoadTest {
    private final Path home = Path.of("..");

    private final Map<Object, String> lastOf = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private long repeated;

    @Test
    void noConnectionSendsTheSameHeadTwiceInARowAndAllComeEquallyOften() throws Exception {
        Snow app = new Snow().get("/plaintext", request -> {
            String head = request.headers().toString();
            counts.merge(head, 1L, Long::sum);
            repeated += head.equals(lastOf.put(request.remoteAddress(), head)) ? 1 : 0;
            return Response.text(Payload.TEXT);
        });
        try (Server server = app.listen(0)) {
            Wrk.Count count = ClosedLoad.run(home, server.port(), Work.HEADS_PLAINTEXT, 1);
            assertThat(count.requests()).isPositive();
            assertThat(count.errors()).isZero();
            assertThat(count.p50()).isPositive().isLessThanOrEqualTo(count.p99());
        }
        assertThat(repeated).isZero();
        assertThat(lastOf).hasSize(Work.HEADS_PLAINTEXT.connections());
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        assertThat(counts)
                .hasSize(3)
                .allSatisfy((head, times) -> assertThat(times).isBetween(all / 4, all / 2));
    }

    @Test
    void anotherStatusIsCountedAsAnError() throws Exception {
        try (Server server = new Snow().listen(0)) {
            Wrk.Count count = ClosedLoad.run(home, server.port(), Work.HEADS_JSON, 1);
            assertThat(count.errors()).isEqualTo(count.requests());
        }
    }

    @Test
    void aLargeBodyIsCountedToItsEnd() throws Exception {
        Snow app = new Snow().get("/bytes/65536", request -> Response.bytes(Payload.BYTES, "application/octet-stream"));
        try (Server server = app.listen(0)) {
            Wrk.Count count = ClosedLoad.run(home, server.port(), Work.HEADS_BYTES, 1);
            assertThat(count.requests()).isPositive();
            assertThat(count.errors()).isZero();
        }
    }

    @Test
    void aConnectionThatEndsIsAFailure() throws Exception {
        Snow app = new Snow().get("/json", request -> Response.json("{}").withHeader("Connection", "close"));
        try (Server server = app.listen(0)) {
            assertThatThrownBy(() -> ClosedLoad.run(home, server.port(), Work.HEADS_JSON, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a connection has ended");
        }
    }

    @Test
    void headsOfClientsDifferAndStateTheirBodies() {
        assertThat(List.of(Work.HEADS_PLAINTEXT, Work.HEADS_ECHO)).allSatisfy(work -> {
            List<String> requests = ClientHeads.requests(work).stream()
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                    .toList();
            assertThat(requests)
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .allSatisfy(request -> assertThat(request)
                            .startsWith(work.method() + " " + work.path() + " HTTP/1.1\r\nHost: ")
                            .hasSizeGreaterThan(work.bodySize()));
        });
        assertThat(new String(ClientHeads.CURL.request(Work.HEADS_ECHO), StandardCharsets.US_ASCII))
                .contains("\r\nContent-Length: 4096\r\n\r\nxxx");
    }
}

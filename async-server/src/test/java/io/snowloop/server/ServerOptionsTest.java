// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h1.Limits;
import io.snowloop.options.HeapDefaults;
import io.snowloop.transport.WaterMarks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each setting alone, and what it refuses, is tested by OptionsTest in the samples. */
@DisplayName("The options of a server")
class ServerOptionsTest {
    @Test
    void areSetInOneChain() {
        Limits limits = Limits.builder().informational(1).build();
        WaterMarks marks = new WaterMarks(2, 1);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);

        ServerOptions options = ServerOptions.builder()
                .limits(limits)
                .minimumRate(3)
                .maxConnections(4)
                .maxRequests(5)
                .maxDiscard(6)
                .maxMemory(7)
                .backlog(8)
                .maxHttp2Files(10)
                .writeMarks(marks)
                .timeouts(ServerTimeouts.DEFAULT)
                .clock(clock)
                .failureInterval(ofMillis(9))
                .build();

        assertThat(List.of(options.limits(), options.writeMarks(), options.timeouts(), options.clock()))
                .containsExactly(limits, marks, ServerTimeouts.DEFAULT, clock);
        assertThat(options.failureInterval()).isEqualTo(ofMillis(9));
        assertThat(List.of(
                        options.minimumRate(),
                        (long) options.maxConnections(),
                        options.maxRequests(),
                        options.maxDiscard(),
                        options.maxMemory(),
                        (long) options.backlog(),
                        (long) options.maxHttp2Files()))
                .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 10L);
    }

    /** Each may take 12 KB that are not counted elsewhere. */
    @Test
    void haveAsManyConnectionsAsTheHeapHasRoomFor() {
        assertThat(ServerOptions.DEFAULT.maxConnections()).isEqualTo(HeapDefaults.count(16_384, 32 * 1024));
    }

    @Test
    void haveTimeoutsThatAreSetInOneChain() {
        ServerTimeouts timeouts = ServerTimeouts.builder()
                .head(ofMillis(1))
                .bodyGrace(ofMillis(2))
                .responseGrace(ofMillis(3))
                .handler(ofMillis(4))
                .keepAlive(ofMillis(5))
                .linger(ofMillis(6))
                .maxLinger(ofMillis(7))
                .halfClosed(ofMillis(8))
                .drain(ofMillis(9))
                .build();

        assertThat(List.of(
                        timeouts.head(),
                        timeouts.bodyGrace(),
                        timeouts.responseGrace(),
                        timeouts.handler(),
                        timeouts.keepAlive(),
                        timeouts.linger(),
                        timeouts.maxLinger(),
                        timeouts.halfClosed(),
                        timeouts.drain()))
                .containsExactly(
                        ofMillis(1),
                        ofMillis(2),
                        ofMillis(3),
                        ofMillis(4),
                        ofMillis(5),
                        ofMillis(6),
                        ofMillis(7),
                        ofMillis(8),
                        ofMillis(9));
    }

    @Test
    void leaveMostOfTheHeapToTheApp() {
        assertThat(4 * ServerOptions.builder().build().maxMemory())
                .isBetween(
                        Runtime.getRuntime().maxMemory() - 3,
                        Runtime.getRuntime().maxMemory());
        assertThat(ServerOptions.DEFAULT.maxDiscard()).isEqualTo(64 * 1024);
        assertThat(ServerOptions.DEFAULT.maxHttp2Files()).isEqualTo(256);
    }
}

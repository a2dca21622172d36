// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class SegmentationTest {
    private static final String MESSAGE = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
    private static final Set<Segmentation> SEEN = EnumSet.noneOf(Segmentation.class);

    @Test
    void eachIsTheCurrentOneOnce() {
        assertThat(SEEN.add(Segmentation.current())).isTrue();
    }

    @AfterAll
    static void allHaveRun() {
        if (Segmentation.current() == Segmentation.BYTES) {
            assertThat(SEEN).containsExactly(Segmentation.values());
        }
    }

    @Test
    void theCutIsWhereTheNameSays() {
        assertThat(segments(Segmentation.WHOLE)).containsExactly(MESSAGE);
        assertThat(segments(Segmentation.IN_START_LINE).get(0)).isEqualTo("POST / ");
        assertThat(segments(Segmentation.IN_HEADER_LINE).get(0)).isEqualTo("POST / HTTP/1.1\r\nHos");
        assertThat(segments(Segmentation.BETWEEN_CR_AND_LF).get(0)).endsWith("\r\n\r");
        assertThat(segments(Segmentation.AFTER_HEAD).get(0)).endsWith("\r\n\r\n");
        assertThat(segments(Segmentation.IN_BODY).get(0)).endsWith("\r\n\r\nbo");
        assertThat(segments(Segmentation.BYTES)).hasSize(MESSAGE.length());
    }

    private static List<String> segments(Segmentation segmentation) {
        return segmentation.segments(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {MESSAGE, "\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "ab", "a"})
    void noByteIsLostAndNoSegmentIsEmpty(String text) {
        List<String> segments = Segmentation.current().segments(text);

        assertThat(String.join("", segments)).isEqualTo(text);
        assertThat(segments).doesNotContain("");
    }

    @Test
    void onASimulatedNetworkEachByteIsReadAlone() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Segmentation.current().on(Faults.NONE));
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");
            InetSocketAddress address = new InetSocketAddress("10.0.0.1", 80);
            RecordingProtocol receiver = new RecordingProtocol() {
                @Override
                protected void onReceived(byte[] piece) {
                    sizes.add(piece.length);
                }
            };
            Acceptor.listen(server, address, 1, channel -> open(server, channel, receiver));
            RecordingProtocol sender = new RecordingProtocol() {
                @Override
                protected void onConnected() {
                    write(MESSAGE);
                }
            };
            client.submit(() -> Connector.DEFAULT.connect(client, address, Duration.ofSeconds(1), sender));
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(receiver.text()).isEqualTo(MESSAGE);
        }
        assertThat(sizes).hasSize(Segmentation.current() == Segmentation.BYTES ? MESSAGE.length() : 1);
    }

    private static void open(EventLoop loop, SocketChannel channel, RecordingProtocol protocol) {
        try {
            SocketTransport.open(loop, channel, protocol, WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
    void whatHasNoSuchPlaceIsCutAllTheSame(Segmentation segmentation) {
        assertThat(segmentation.segments("part")).hasSizeGreaterThan(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.ACK;
import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static io.snowloop.testing.Frames.PRIORITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.Frames;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error of RFC 9113 §3 to §6, with the code that the RFC gives it, and what the peer is told. */
class PeerErrorsTest {
    /** @param answer the last frame that is sent */
    record Row(String name, Supplier<Http2Feed> feed, Frames frames, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row toServer(String name, Frames frames, String answer) {
        return new Row(name, Http2Feed::server, frames, answer);
    }

    private static Row toClient(String name, Frames frames, String answer) {
        return new Row("client: " + name, () -> Http2Feed.client().get(), frames, answer);
    }

    private static Frames client() {
        return Frames.client();
    }

    private static Frames server() {
        return Frames.server();
    }

    private static final String PROTOCOL_ERROR = "GOAWAY 0 PROTOCOL_ERROR";
    private static final String FRAME_SIZE_ERROR = "GOAWAY 0 FRAME_SIZE_ERROR";
    private static final String FLOW_CONTROL_ERROR = "GOAWAY 0 FLOW_CONTROL_ERROR";

    static Stream<Row> begin() {
        return Stream.of(
                toServer("§3.4 another preface", new Frames().text("GET / HTTP/1.1\r\n\r\n"), PROTOCOL_ERROR),
                toServer("§3.4 the last byte", new Frames().text("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX"), PROTOCOL_ERROR),
                toServer("§3.4 no SETTINGS", new Frames().text(Frames.PREFACE).get(1), PROTOCOL_ERROR),
                toServer("§3.4 an ACK first", new Frames().text(Frames.PREFACE).settingsAck(), PROTOCOL_ERROR),
                toClient("§3.4 no SETTINGS", new Frames().ping(0, "12345678"), PROTOCOL_ERROR),
                toServer("§4.2 a frame too long", client().frame(0xEE, 0, 0, "x".repeat(16_385)), FRAME_SIZE_ERROR),
                toServer("§4.2 DATA too long", client().post(1).header(16_385, 0, 0, 1), "GOAWAY 1 FRAME_SIZE_ERROR"),
                toServer("§4.3 not HPACK", client().frame(1, END_HEADERS, 1, "\u0080"), "GOAWAY 0 COMPRESSION_ERROR"));
    }

    static Stream<Row> streams() {
        return Stream.of(
                toServer("§5.1 DATA when idle", client().data(1, 0, "a"), PROTOCOL_ERROR),
                toServer("§5.1 RST_STREAM when idle", client().reset(1, 8), PROTOCOL_ERROR),
                toServer("§5.1 WINDOW_UPDATE when idle", client().windowUpdate(1, 1), PROTOCOL_ERROR),
                toServer("§5.1 DATA behind the end", client().get(1).data(1, 0, "a"), "RST_STREAM 1 STREAM_CLOSED"),
                toServer("§5.1 HEADERS behind the end", client().get(1).get(1), "RST_STREAM 1 STREAM_CLOSED"),
                toServer(
                        "§5.1 DATA behind RST_STREAM",
                        client().post(1).reset(1, 8).data(1, 0, "a"),
                        "RST_STREAM 1 STREAM_CLOSED"),
                toServer(
                        "§5.1 HEADERS behind RST_STREAM",
                        client().post(1).reset(1, 8).headers(1, END_STREAM, "a", "b"),
                        "GOAWAY 1 STREAM_CLOSED"),
                toServer(
                        "§5.1 WINDOW_UPDATE behind RST_STREAM",
                        client().post(1).reset(1, 8).windowUpdate(1, 1),
                        "SETTINGS ack"),
                toServer("§5.1.1 an even number", client().get(2), PROTOCOL_ERROR),
                toServer("§5.1.1 a lower number", client().get(5).get(3), "GOAWAY 5 PROTOCOL_ERROR"),
                toServer("§5.1.1 DATA for one left out", client().get(5).data(3, 0, "a"), "RST_STREAM 3 STREAM_CLOSED"),
                toClient("§5.1.1 a stream of the server", server().response(2, 0, "200"), PROTOCOL_ERROR),
                toClient("§5.1 HEADERS when idle", server().response(3, 0, "200"), PROTOCOL_ERROR),
                toClient(
                        "§8.1 DATA in front of the response", server().data(1, 0, "a"), "RST_STREAM 1 PROTOCOL_ERROR"));
    }

    static Stream<Row> frames() {
        String bytes = Frames.latin1(Frames.block(":method", "GET", ":scheme", "http", ":path", "/", "host", "a"));
        return Stream.of(
                toServer("§6.1 DATA on stream 0", client().data(0, 0, "a"), PROTOCOL_ERROR),
                toServer("§6.1 padding only", client().post(1).frame(0, PADDED, 1, "\2a"), "GOAWAY 1 PROTOCOL_ERROR"),
                toServer("§6.1 no pad length", client().post(1).frame(0, PADDED, 1, ""), "GOAWAY 1 FRAME_SIZE_ERROR"),
                toServer("§6.2 HEADERS on stream 0", client().get(0), PROTOCOL_ERROR),
                toServer("§6.2 padding only", client().frame(1, PADDED | END_HEADERS, 1, "\5abcd"), PROTOCOL_ERROR),
                toServer("§6.2 no priority", client().frame(1, PRIORITY | END_HEADERS, 1, "abcd"), FRAME_SIZE_ERROR),
                toServer(
                        "§6.2 interrupted by another stream",
                        client().frame(1, 0, 1, bytes).get(3),
                        PROTOCOL_ERROR),
                toServer(
                        "§6.2 interrupted by PING",
                        client().frame(1, 0, 1, bytes).ping(0, "12345678"),
                        PROTOCOL_ERROR),
                toServer(
                        "§6.2 interrupted by an unknown frame",
                        client().frame(1, 0, 1, bytes).frame(0xEE, 0, 1, ""),
                        PROTOCOL_ERROR),
                toServer("§6.3 PRIORITY on stream 0", client().frame(2, 0, 0, "12345"), PROTOCOL_ERROR),
                toServer(
                        "§6.3 PRIORITY too short",
                        client().post(1).frame(2, 0, 1, "1234"),
                        "RST_STREAM 1 FRAME_SIZE_ERROR"),
                toServer("§6.3 PRIORITY too short, idle", client().frame(2, 0, 1, "1234"), FRAME_SIZE_ERROR),
                toServer("§6.4 RST_STREAM on stream 0", client().reset(0, 8), PROTOCOL_ERROR),
                toServer(
                        "§6.4 RST_STREAM too short",
                        client().post(1).frame(3, 0, 1, "abc"),
                        "GOAWAY 1 FRAME_SIZE_ERROR"),
                toServer("§6.5 SETTINGS on a stream", client().frame(4, 0, 1, ""), PROTOCOL_ERROR),
                toServer("§6.5 SETTINGS of 5 bytes", client().frame(4, 0, 0, "12345"), FRAME_SIZE_ERROR),
                toServer("§6.5 an ACK with settings", client().frame(4, ACK, 0, "123456"), FRAME_SIZE_ERROR),
                toServer("§6.5.2 ENABLE_PUSH", client().settings(2, 2), PROTOCOL_ERROR),
                toClient("§6.5.2 ENABLE_PUSH of a server", server().settings(2, 1), PROTOCOL_ERROR),
                toServer("§6.5.2 INITIAL_WINDOW_SIZE", client().settings(4, Integer.MIN_VALUE), FLOW_CONTROL_ERROR),
                toServer("§6.5.2 MAX_FRAME_SIZE, small", client().settings(5, 16_383), PROTOCOL_ERROR),
                toServer("§6.5.2 MAX_FRAME_SIZE, large", client().settings(5, 1 << 24), PROTOCOL_ERROR),
                toServer("RFC 8441 §3", client().settings(8, 2), PROTOCOL_ERROR),
                toServer("RFC 8441 §3 taken back", client().settings(8, 1).settings(8, 0), PROTOCOL_ERROR),
                toServer("RFC 9218 §2.1", client().settings(9, 2), PROTOCOL_ERROR),
                toClient("§6.6 PUSH_PROMISE", server().frame(5, END_HEADERS, 1, "\0\0\0\2" + bytes), PROTOCOL_ERROR),
                toServer(
                        "§6.6 PUSH_PROMISE of a client", client().frame(5, END_HEADERS, 1, "\0\0\0\2"), PROTOCOL_ERROR),
                toServer("§6.7 PING on a stream", client().frame(6, 0, 1, "12345678"), PROTOCOL_ERROR),
                toServer("§6.7 PING of 7 bytes", client().ping(0, "1234567"), FRAME_SIZE_ERROR),
                toServer("§6.8 GOAWAY on a stream", client().frame(7, 0, 1, "12345678"), PROTOCOL_ERROR),
                toServer("§6.8 GOAWAY of 7 bytes", client().frame(7, 0, 0, "1234567"), FRAME_SIZE_ERROR),
                toServer("§6.9 WINDOW_UPDATE of 0", client().windowUpdate(0, 0), PROTOCOL_ERROR),
                toServer(
                        "§6.9 WINDOW_UPDATE of 0 for a stream",
                        client().post(1).windowUpdate(1, 0),
                        "RST_STREAM 1 PROTOCOL_ERROR"),
                toServer("§6.9 WINDOW_UPDATE of 3 bytes", client().frame(8, 0, 0, "123"), FRAME_SIZE_ERROR),
                toServer("§6.9.1 a window too large", client().windowUpdate(0, Integer.MAX_VALUE), FLOW_CONTROL_ERROR),
                toServer(
                        "§6.9.1 a stream's window too large",
                        client().post(1).windowUpdate(1, Integer.MAX_VALUE),
                        "RST_STREAM 1 FLOW_CONTROL_ERROR"),
                toServer(
                        "§6.9.2 a window too large by SETTINGS",
                        client().post(1)
                                .windowUpdate(1, Integer.MAX_VALUE - 65_535)
                                .settings(4, 65_536),
                        "GOAWAY 1 FLOW_CONTROL_ERROR"),
                toServer("§6.10 CONTINUATION alone", client().frame(9, END_HEADERS, 1, bytes), PROTOCOL_ERROR),
                toServer(
                        "§6.10 CONTINUATION behind the end",
                        client().get(1).frame(9, END_HEADERS, 1, bytes),
                        "GOAWAY 1 PROTOCOL_ERROR"),
                toServer(
                        "§6.10 CONTINUATION of another stream",
                        client().frame(1, 0, 1, bytes).frame(9, END_HEADERS, 3, ""),
                        PROTOCOL_ERROR),
                toServer("RFC 9218 §7.1 on a stream", client().frame(16, 0, 1, "\0\0\0\1u=1"), PROTOCOL_ERROR),
                toServer("RFC 9218 §7.1 for stream 0", client().priorityUpdate(0, "u=1"), PROTOCOL_ERROR),
                toServer("RFC 9218 §7.1 too short", client().frame(16, 0, 0, "abc"), FRAME_SIZE_ERROR),
                toClient("RFC 9218 §7.1 of a server", server().priorityUpdate(1, "u=1"), PROTOCOL_ERROR),
                toClient("RFC 9218 §7.1 for a stream of a server", server().priorityUpdate(2, "u=1"), PROTOCOL_ERROR));
    }

    @ParameterizedTest
    @MethodSource({"begin", "streams", "frames"})
    void errors(Row row) {
        for (Http2Feed feed :
                List.of(row.feed.get().frames(row.frames), row.feed.get().byteByByte(row.frames))) {
            List<String> sent = feed.sent();
            assertThat(sent.get(sent.size() - 1)).isEqualTo(row.answer);
            List<String> events = feed.events;
            if (row.answer.startsWith("GOAWAY")) {
                assertThat(events.get(events.size() - 1))
                        .isEqualTo("error " + row.answer.split(" ")[2]);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.h1.Role;
import io.snowloop.loop.LoopEvent;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Segmentation;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import io.snowloop.trace.LoopTrace;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.websocket.Agreement;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.WebSocketMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server's WebSocket, whose client is the test: bytes in, bytes out, in virtual time. */
@EverySegmentation({Segmentation.WHOLE, Segmentation.IN_BODY, Segmentation.BYTES})
class WebSocketProtocolTest {
    private static final Duration PING = WebSocketOptions.DEFAULT.pingInterval();
    private static final Duration PONG = WebSocketOptions.DEFAULT.pingTimeout();
    private static final Duration CLOSE = WebSocketOptions.DEFAULT.closeTimeout();
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final TestLoop test = new TestLoop();
    private final List<String> log = new ArrayList<>();
    private final List<Long> kept = new ArrayList<>();
    private long most = Long.MAX_VALUE;
    private WebSocketProtocol protocol;
    private WebSocket socket;
    private TestTransport peer;

    @AfterEach
    void close() {
        test.close();
    }

    private void open(WebSocketOptions options, Consumer<WebSocket> handler) {
        open(Role.SERVER, options, handler);
    }

    private void open(Role role, WebSocketOptions options, Consumer<WebSocket> handler) {
        protocol = new WebSocketProtocol(role, new Agreement("chat", null), options, this::keeps, opened -> {
            socket = opened.onClose((code, text) -> log.add("closed " + code + " " + text));
            handler.accept(opened);
        });
        peer = TestTransport.connect(test, protocol);
    }

    private void echo() {
        open(
                WebSocketOptions.DEFAULT,
                socket -> socket.onText(text -> socket.send("re: " + text)).onBinary(socket::send));
    }

    /** A frame of a client, whose masking key is 0. */
    private static String frame(int first, String payload) {
        return (char) first + "" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
    }

    private void sendFrame(int first, String payload) {
        peer.send(frame(first, payload));
    }

    /** What the server has written since the last call. */
    private String written() {
        return peer.takeWritten();
    }

    private static String text(String payload) {
        return "\u0081" + (char) payload.length() + payload;
    }

    private static String closed(int code, String reason) {
        byte[] two = ByteBuffer.allocate(2).putShort((short) code).array();
        return "\u0088" + (char) (2 + reason.length()) + new String(two, ISO_8859_1) + reason;
    }

    private void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    private void inTask(Runnable action) {
        test.inTask(action);
        test.turnUntilIdle();
    }

    @Test
    void messagesComeBackInOneWriteForEachRead() {
        echo();
        sendFrame(0x81, "a");
        sendFrame(0x82, "b");
        assertThat(written()).isEqualTo(text("re: a") + "\u0082\u0001b");
        int before = peer.writes;
        peer.sendExactly(frame(0x81, "c") + frame(0x81, "d"));
        assertThat(written()).isEqualTo(text("re: c") + text("re: d"));
        assertThat(peer.writes).isEqualTo(before + 1);
    }

    @Test
    void theClientCloses() {
        echo();
        sendFrame(0x88, "\u0003\u00e8bye");
        assertThat(written()).isEqualTo(closed(1000, ""));
        assertThat(peer.isClosed()).isTrue();
        assertThat(log).containsExactly("closed 1000 bye");
        inTask(() -> assertThat(socket.send("late").isFailed()).isTrue());
    }

    @Test
    void theAppCloses() {
        echo();
        inTask(() -> socket.close(4001, "enough"));
        sendFrame(0x81, "dropped");
        assertThat(written()).isEqualTo(closed(4001, "enough"));
        assertThat(peer.isClosed()).isFalse();
        sendFrame(0x88, "\u000f\u00a1");
        assertThat(peer.isClosed()).isTrue();
        assertThat(log).containsExactly("closed 4001 ");
    }

    @Test
    void aClientThatDoesNotAnswerACloseIsReset() {
        echo();
        inTask(() -> socket.close());
        pass(CLOSE.minus(ALMOST));
        assertThat(peer.isClosed()).isFalse();
        pass(ALMOST);
        assertThat(peer.isAborted()).isTrue();
        assertThat(log).singleElement().asString().startsWith("closed 1006 ").contains("closeTimeout");
    }

    @Test
    void aConnectionThatEndsWithoutACloseFrame() {
        echo();
        peer.sendEnd();
        assertThat(log).containsExactly("closed 1006 ");
    }

    @ParameterizedTest
    @CsvSource({"0xC1, a, 1002", "0x81, \u00ff, 1007"})
    void anErrorIsToldAndTheClientMayReadIt(String first, String payload, int code) {
        echo();
        sendFrame(Integer.decode(first), payload);
        assertThat(written()).startsWith("\u0088").contains(closed(code, "").substring(2));
        assertThat(peer.isOutputShut()).isTrue();
        assertThat(peer.isClosed()).isFalse();
        sendFrame(0x81, "discarded");
        peer.sendEnd();
        assertThat(peer.isAborted()).isFalse();
        assertThat(log).singleElement().asString().startsWith("closed " + code);
    }

    @Test
    void whatTheAppThrowsClosesWithAnError() {
        open(
                WebSocketOptions.DEFAULT,
                socket -> socket.onText(text -> {
                    throw new IllegalStateException("a bug");
                }));
        sendFrame(0x81, "a");
        assertThat(written()).isEqualTo(closed(1011, ""));
        peer.sendEnd();
        assertThat(test.reports.takeErrors()).singleElement().asString().contains("a bug");
        assertThat(log).containsExactly("closed 1011 ");
    }

    @Test
    void aKindOfMessageThatIsNotTaken() {
        open(WebSocketOptions.DEFAULT, socket -> socket.onText(log::add));
        sendFrame(0x82, "a");
        assertThat(written()).contains(closed(1003, "").substring(2));
    }

    @Test
    void messagesWaitForTheirHandler() {
        open(WebSocketOptions.DEFAULT, socket -> {});
        sendFrame(0x81, "a");
        sendFrame(0x81, "b");
        assertThat(peer.isReading()).isFalse();
        inTask(() -> socket.onText(log::add));
        assertThat(log).containsExactly("a", "b");
        assertThat(peer.isReading()).isTrue();
    }

    @Test
    void aPausedAppGetsNothing() {
        open(
                WebSocketOptions.DEFAULT,
                socket -> socket.onText(text -> {
                    log.add(text);
                    socket.pauseReading();
                }));
        peer.sendExactly(frame(0x81, "a") + frame(0x81, "b"));
        sendFrame(0x81, "c");
        assertThat(log).containsExactly("a");
        inTask(() -> socket.resumeReading());
        assertThat(log).containsExactly("a", "b");
        inTask(() -> socket.resumeReading());
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void aSlowClientStopsTheSender() {
        open(WebSocketOptions.builder().maxQueued(100_000).build(), socket -> {});
        peer.block();
        List<Future<?>> sent = new ArrayList<>();
        inTask(() -> {
            for (int i = 0; i < 4; i++) {
                sent.add(socket.send("x".repeat(40_000)));
            }
        });
        assertThat(sent).extracting(Future::isDone).containsExactly(true, false, false, true);
        assertThat(sent.get(3).outcome().error())
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("maxQueued");
        assertThat(peer.queued()).isBetween(120_000, 120_100);
        peer.unblock();
        assertThat(sent).allMatch(Future::isDone);
        assertThat(sent.subList(0, 3)).noneMatch(Future::isFailed);
    }

    /** A future takes more memory than a message of one byte. */
    @Test
    void manySmallMessagesAreTooManyBeforeTheirBytesAre() {
        open(WebSocketOptions.builder().maxQueued(200_000).build(), socket -> {});
        peer.block();
        inTask(() -> {
            socket.send("x".repeat(70_000)); // above the water mark of the transport
            long before = kept.get(kept.size() - 1);
            int taken = 0;
            while (!socket.send("y").isDone()) {
                taken++;
            }
            assertThat(taken).isBetween(1_000, 200_000 / 128);
            assertThat(kept.get(kept.size() - 1) - before).isGreaterThan(128L * taken);
        });
        peer.unblock();
        inTask(() -> assertThat(socket.send("z").isFailed()).isFalse());
        assertThat(kept.get(kept.size() - 1)).isZero();
    }

    /** Messages may be small, and a sender may not look at their futures. */
    @Test
    void aMessageThatWaitsForRoomCostsOneFuture() {
        try (TestLoop observed = new TestLoop(builder -> builder.observer(LoopTrace.withFutures(16_384)))) {
            Agreement agreement = new Agreement("chat", null);
            TestTransport blocked = TestTransport.connect(
                    observed,
                    new WebSocketProtocol(
                            Role.SERVER, agreement, WebSocketOptions.DEFAULT, this::keeps, opened -> socket = opened));
            blocked.block();
            observed.inTask(() -> socket.send("x".repeat(70_000)));
            observed.inTask(() -> {
                for (int i = 0; i < 100; i++) {
                    socket.send("x");
                }
            });
            assertThat(LoopTrace.of(observed.loop).recording().records())
                    .filteredOn(record -> record.event() == LoopEvent.FUTURE_MADE)
                    .as("one for each, and one for the room")
                    .hasSize(102);
        }
    }

    @Test
    void aClientThatSendsPingsAndReadsNothingCostsOnePong() {
        echo();
        peer.block();
        inTask(() -> socket.send("x".repeat(70_000)));
        int before = peer.queued();
        for (int i = 0; i < 50; i++) {
            sendFrame(0x89, "ping " + i);
        }
        assertThat(peer.queued()).isEqualTo(before);
        peer.unblock();
        assertThat(written()).endsWith("\u008a\u0007ping 49");
    }

    @Test
    void aBroadcastSendsTheSameBytesToAll() {
        echo();
        inTask(() ->
                assertThat(socket.send(WebSocketMessage.text("all")).isDone()).isTrue());
        assertThat(written()).isEqualTo(text("all"));
    }

    @Test
    void aMessageThatIsTooBig() {
        open(WebSocketOptions.builder().limits(MessageLimits.of(10)).build(), socket -> socket.onText(log::add));
        sendFrame(0x81, "0123456789");
        sendFrame(0x81, "0123456789a");
        assertThat(written()).contains(closed(1009, "").substring(2));
        peer.sendEnd();
        assertThat(log).hasSize(2).startsWith("0123456789").last().asString().startsWith("closed 1009");
    }

    @Test
    void aSilentClientIsPingedAndThenReset() {
        echo();
        pass(PING.minus(ALMOST));
        assertThat(written()).isEmpty();
        pass(ALMOST);
        assertThat(written()).isEqualTo("\u0089\0");
        pass(PONG.minus(ALMOST));
        assertThat(peer.isClosed()).isFalse();
        pass(ALMOST);
        assertThat(peer.isAborted()).isTrue();
        assertThat(log).singleElement().asString().startsWith("closed 1006").contains("pingTimeout");
    }

    @Test
    void aPongKeepsItAlive() {
        echo();
        for (int i = 0; i < 5; i++) {
            pass(PING);
            assertThat(written()).isEqualTo("\u0089\0");
            sendFrame(0x8A, "");
        }
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void aClientIsNotResetWhileTheAppReadsNothing() {
        echo();
        inTask(() -> socket.pauseReading());
        pass(PING.plus(PONG).multipliedBy(3));
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void anIdleOneIsClosedThoughItAnswersPings() {
        Duration idle = PING.multipliedBy(2).plusSeconds(1);
        open(WebSocketOptions.builder().maxIdle(idle).build(), socket -> socket.onText(log::add));
        pass(PING);
        sendFrame(0x8A, "");
        pass(PING);
        sendFrame(0x8A, "");
        written();
        pass(Duration.ofSeconds(1));
        assertThat(written()).contains(closed(1001, "").substring(2));
    }

    // -------------------------------------------------------------------------------------------- what else is
    // promised

    @Test
    void aClientWaitsForTheServerToEndTheConnection() {
        open(Role.CLIENT, WebSocketOptions.DEFAULT, opened -> opened.onText(log::add));
        peer.send(text("a"));
        peer.send(closed(1000, "bye"));
        assertThat(written()).as("masked").startsWith("\u0088\u0082").hasSize(8);
        assertThat(peer.isClosed()).isFalse();
        peer.sendEnd();
        assertThat(peer.isClosed()).isTrue();
        assertThat(log).containsExactly("a", "closed 1000 bye");
    }

    @Test
    void aClientThatIsNotLeftByItsServerResets() {
        open(Role.CLIENT, WebSocketOptions.DEFAULT, opened -> {});
        peer.send(closed(1000, ""));
        pass(CLOSE.minus(ALMOST));
        assertThat(peer.isClosed()).isFalse();
        pass(ALMOST);
        assertThat(peer.isAborted()).isTrue();
        assertThat(log).containsExactly("closed 1000 ");
    }

    @Test
    void itKnowsItsPeerAndItsLoop() {
        echo();
        assertThat(socket.subprotocol()).isEqualTo("chat");
        assertThat(socket.loop()).isSameAs(test.loop);
        assertThat(socket.remoteAddress()).isEqualTo(peer.remoteAddress());
        assertThat(socket.isOpen()).isTrue();
        assertThat(socket.isWritable()).isTrue();
        assertThat(socket).hasToString("WebSocket[" + peer.remoteAddress() + ", OPEN]");
        inTask(socket::close);
        assertThat(written()).isEqualTo(closed(1000, ""));
        assertThat(socket.isOpen()).isFalse();
        assertThat(socket.isWritable()).isFalse();
        assertThat(new WebSocketProtocol(
                        Role.SERVER, new Agreement(null, null), WebSocketOptions.DEFAULT, bytes -> null, any -> {}))
                .hasToString("WebSocket[OPEN]");
    }

    @Test
    void aPeerThatSendsOnAfterAnErrorIsReset() {
        echo();
        sendFrame(0xC1, "a");
        pass(CLOSE.minus(ALMOST));
        assertThat(peer.isClosed()).isFalse();
        pass(ALMOST);
        assertThat(peer.isAborted()).isTrue();
    }

    @Test
    void aCancelledOneIsReset() {
        echo();
        inTask(() -> assertThat(socket.cancel()).isTrue());
        assertThat(peer.isAborted()).isTrue();
        inTask(() -> assertThat(socket.cancel()).isFalse());
        assertThat(log).containsExactly("closed 1006 this end has reset the connection");
    }

    @Test
    void aResetKeepsTheReasonThatIsKnown() {
        echo();
        sendFrame(0xC1, "a");
        inTask(() -> assertThat(socket.cancel()).isFalse());
        assertThat(log).singleElement().asString().startsWith("closed 1002");
    }

    @Test
    void aBrokenConnectionSaysWhy() {
        echo();
        peer.breakWith(new IOException("Connection reset"));
        assertThat(log).containsExactly("closed 1006 Connection reset");
    }

    @Test
    void itsEndIsAFutureToo() {
        echo();
        List<Future<CloseReason>> ends = new ArrayList<>();
        inTask(() -> ends.add(socket.closed()));
        inTask(() -> ends.add(socket.closed()));
        assertThat(ends).noneMatch(Future::isDone);
        sendFrame(0x88, "\u0003\u00e8bye");
        inTask(() -> ends.add(socket.closed()));
        assertThat(ends)
                .hasSize(3)
                .allSatisfy(end -> assertThat(end.resultNow()).isEqualTo(new CloseReason(1000, "bye")));
    }

    @Test
    void whatOnCloseThrowsIsReportedAndHidesNothing() {
        echo();
        List<Future<CloseReason>> ends = new ArrayList<>();
        inTask(() -> ends.add(socket.onClose((code, text) -> {
                    throw new IllegalStateException("a bug");
                })
                .closed()));
        peer.sendEnd();
        assertThat(test.reports.takeErrors()).singleElement().asString().contains("a bug");
        assertThat(ends.get(0).isDone()).isTrue();
    }

    /** As a future of {@code Fetcher.webSocket} gives it, if the connection breaks before its callback runs. */
    @Test
    void anEndIsToldOnceThoughItsHandlerComesLater() {
        WebSocket[] late = {null};
        protocol = new WebSocketProtocol(
                Role.SERVER,
                new Agreement(null, null),
                WebSocketOptions.DEFAULT,
                this::keeps,
                opened -> late[0] = opened);
        peer = TestTransport.connect(test, protocol);
        peer.sendEnd();
        inTask(() -> {
            late[0].onClose((code, text) -> log.add("first " + code));
            assertThat(log).as("from the queue").isEmpty();
        });
        inTask(() -> late[0].onClose((code, text) -> log.add("second " + code)));
        assertThat(log).containsExactly("first 1006");
    }

    @Test
    void pingsAndPongsAreTold() {
        echo();
        inTask(() -> socket.onPing(bytes -> log.add("ping " + ISO_8859_1.decode(bytes)))
                .onPong(bytes -> log.add("pong " + ISO_8859_1.decode(bytes)))
                .onBinary(bytes -> log.add("binary"))
                .ping(ByteBuffer.wrap(new byte[] {'x'})));
        assertThat(written()).isEqualTo("\u0089\u0001x");
        sendFrame(0x8A, "x");
        sendFrame(0x89, "y");
        assertThat(written()).isEqualTo("\u008a\u0001y");
        assertThat(log).containsExactly("pong x", "ping y");
        inTask(() -> {
            socket.close();
            socket.ping(ByteBuffer.allocate(0));
        });
        sendFrame(0x89, "z");
        assertThat(written()).as("no pong behind a close frame").isEqualTo(closed(1000, ""));
    }

    @Test
    void bothKindsOfMessagesWaitForTheirHandler() {
        open(WebSocketOptions.DEFAULT, opened -> {});
        sendFrame(0x82, "\u0001");
        assertThat(peer.isReading()).isFalse();
        inTask(() -> socket.onBinary(bytes -> log.add("binary " + bytes.get())));
        sendFrame(0x82, "\u0002");
        assertThat(log).containsExactly("binary 1", "binary 2");
    }

    @Test
    void whatWaitsIsDroppedWhenTheAppCloses() {
        open(WebSocketOptions.DEFAULT, opened -> {});
        sendFrame(0x81, "a");
        sendFrame(0x81, "b");
        inTask(() -> socket.close());
        assertThat(peer.isReading()).isTrue();
        inTask(() -> socket.onText(log::add));
        sendFrame(0x88, "\u0003\u00e8");
        assertThat(log).containsExactly("closed 1000 ");
    }

    @Test
    void aPausedOneReadsAgainToSeeTheEnd() {
        echo();
        inTask(socket::pauseReading);
        assertThat(peer.isReading()).isFalse();
        inTask(socket::close);
        assertThat(peer.isReading()).isTrue();
        sendFrame(0x88, "\u0003\u00e8");
        assertThat(log).containsExactly("closed 1000 ");
    }

    @Test
    void theTextOfAnErrorIsCutSoThatItFits() {
        open(
                WebSocketOptions.builder().limits(MessageLimits.of(10)).build(),
                opened -> opened.onText(text -> opened.close(1000, "x".repeat(CloseReason.MAX_TEXT))));
        sendFrame(0x81, "a");
        assertThat(written()).isEqualTo(closed(1000, "x".repeat(CloseReason.MAX_TEXT)));
        echo();
        sendFrame(0x89, "x".repeat(126).substring(0, 125));
        assertThat(written()).hasSize(127);
        peer.send("\u0081\u00fe\u0000\u0001\0\0\0\0");
        assertThat(written())
                .startsWith("\u0088")
                .contains("\u0003\u00eathe length of a frame is not in the shortest form");
    }

    @Test
    void aSenderIsToldWhenThereIsRoomOrTheEnd() {
        echo();
        List<Future<?>> room = new ArrayList<>();
        peer.block();
        inTask(() -> room.add(socket.whenWritable()));
        inTask(() -> socket.send("x".repeat(70_000)));
        inTask(() -> room.add(socket.whenWritable()));
        assertThat(room).extracting(Future::isDone).containsExactly(true, false);
        assertThat(socket.isWritable()).isFalse();
        peer.unblock();
        assertThat(room).allMatch(Future::isDone);

        peer.block();
        inTask(() -> {
            room.add(socket.send(ByteBuffer.allocate(70_000)));
            socket.close();
        });
        inTask(() -> room.add(socket.whenWritable()));
        assertThat(room).as("nothing will be sent any more").allMatch(Future::isDone);
    }

    @Test
    void theEndOfTheConnectionEndsTheWait() {
        echo();
        List<Future<?>> room = new ArrayList<>();
        peer.block();
        inTask(() -> room.add(socket.send(ByteBuffer.allocate(70_000))));
        assertThat(room.get(0).isDone()).isFalse();
        peer.breakWith(new IOException("reset"));
        assertThat(room.get(0).isDone()).isTrue();
        List<Future<?>> late = new ArrayList<>();
        inTask(() -> {
            late.add(socket.send("late"));
            late.add(socket.send(WebSocketMessage.text("late")));
        });
        assertThat(late)
                .allSatisfy(each -> assertThat(each.outcome().error()).isInstanceOf(ConnectionClosedException.class));
    }

    @Test
    void aFullQueueRefusesAllKindsAndIsLoggedOnce() {
        try (CapturedLog limits = new CapturedLog(WebSocketOptions.class)) {
            open(WebSocketOptions.builder().maxQueued(70_000).build(), opened -> {});
            peer.block();
            List<Future<?>> sent = new ArrayList<>();
            inTask(() -> {
                sent.add(socket.send(ByteBuffer.allocate(69_990)));
                sent.add(socket.send(""));
                sent.add(socket.send("one byte is too much"));
                sent.add(socket.send(WebSocketMessage.text("a")));
            });
            assertThat(sent).extracting(Future::isFailed).containsExactly(false, false, true, true);
            assertThat(sent.get(3).outcome().error()).hasMessageContaining("70002 bytes wait");
            assertThat(limits.records()).hasSizeLessThan(2); // once for the JVM
        }
    }

    @Test
    void aSharedMessageKeepsItsPlace() {
        echo();
        inTask(() -> protocol.goOn());
        open(
                WebSocketOptions.DEFAULT,
                opened -> opened.onText(text -> {
                    opened.send("1");
                    opened.send(WebSocketMessage.text("2"));
                    opened.send("3");
                }));
        sendFrame(0x81, "a");
        assertThat(written()).isEqualTo(text("1") + text("2") + text("3"));
        open(Role.CLIENT, WebSocketOptions.DEFAULT, opened -> {});
        inTask(() -> socket.send(WebSocketMessage.text("2")));
        assertThat(written()).as("masked").startsWith("\u0081\u0081").hasSize(7);
    }

    @Test
    void muchIsWrittenBeforeTheBatchEnds() {
        open(
                WebSocketOptions.DEFAULT,
                opened -> opened.onText(text -> {
                    opened.send("x".repeat(16 * 1024 - 4));
                    log.add("writes " + peer.writes);
                    opened.send("");
                    log.add("writes " + peer.writes);
                }));
        sendFrame(0x81, "a");
        assertThat(log).containsExactly("writes 0", "writes 1");
    }

    @Test
    void anotherThreadIsRefused() throws Exception {
        echo();
        List<Throwable> thrown = new ArrayList<>();
        inTask(() -> {
            Thread other = new Thread(() -> {
                try {
                    socket.send("a");
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            });
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(thrown).hasSize(1);
    }

    @Test
    void messagesInEitherDirectionPutTheIdleCloseOff() {
        Duration idle = Duration.ofSeconds(3);
        open(WebSocketOptions.builder().maxIdle(idle).build(), opened -> opened.onText(log::add));
        pass(idle.minus(ALMOST));
        inTask(() -> socket.send("a"));
        pass(idle.minus(ALMOST));
        inTask(() -> socket.send(ByteBuffer.allocate(0)));
        pass(idle.minus(ALMOST));
        inTask(() -> socket.send(WebSocketMessage.text("c")));
        pass(idle.minus(ALMOST));
        sendFrame(0x81, "b");
        pass(idle.minus(ALMOST));
        inTask(() -> socket.ping(ByteBuffer.allocate(0))); // is no message
        assertThat(written()).isEqualTo(text("a") + "\u0082\0" + text("c") + "\u0089\0");
        pass(ALMOST);
        assertThat(written()).isEqualTo(closed(1001, "no message for maxIdle = PT3S"));
        pass(idle);
        sendFrame(0x88, "\u0003\u00e8");
        assertThat(log).containsExactly("b", "closed 1000 ");
    }

    @Test
    void anEndedOneHasNoTimer() {
        Duration idle = Duration.ofDays(1);
        open(WebSocketOptions.builder().maxIdle(idle).build(), opened -> {});
        inTask(() -> socket.cancel());
        assertThat(test.loop.timeToWait()).as("no timer is left").isNegative();
    }

    @Test
    void aPeerThatReadsSlowlyIsNotSilent() {
        echo();
        peer.block();
        inTask(() -> socket.send("x".repeat(1_000)));
        pass(PING);
        for (int i = 0; i < 3; i++) {
            inTask(() -> {
                socket.send("more");
                socket.send(WebSocketMessage.text("more"));
            });
            peer.read(100);
            pass(PONG);
            assertThat(peer.isClosed()).as("round %s", i).isFalse();
        }
        pass(PONG);
        assertThat(peer.isAborted()).isTrue();
    }

    @Test
    void bytesOfAPeerPutThePingOff() {
        echo();
        pass(PING.minus(ALMOST));
        sendFrame(0x8A, "");
        pass(PING.minus(ALMOST));
        assertThat(written()).isEmpty();
        pass(ALMOST);
        assertThat(written()).isEqualTo("\u0089\u0000");
    }

    @Test
    void aDrainSaysThatTheServerGoesAway() {
        echo();
        inTask(protocol::drain);
        assertThat(written()).isEqualTo(closed(1001, ""));
    }

    private @Nullable String keeps(long bytes) {
        kept.add(bytes);
        return bytes > most ? "more than " + most : null;
    }

    /** Its owner says why: the peer could fill the memory, and with it sends more after a close frame. */
    @Test
    void whoKeepsMoreThanItMayIsReset() {
        most = 3;
        echo();
        peer.sendExactly(frame(0x01, "abc"));
        assertThat(socket.isOpen()).isTrue();
        peer.sendExactly(frame(0x00, "d"));
        assertThat(peer.isAborted()).isTrue();
        assertThat(log).containsExactly("closed 1006 more than 3");
    }

    private long keptNow() {
        return kept.get(kept.size() - 1);
    }

    @Test
    void itTellsHowMuchItKeepsOfAMessageThatIsNotComplete() {
        echo();
        peer.sendExactly(frame(0x02, "abc"));
        assertThat(keptNow()).isEqualTo(3);
        peer.sendExactly(frame(0x80, "d"));
        assertThat(keptNow()).isZero();
    }

    @Test
    void itTellsHowMuchThePeerHasNotRead() {
        echo();
        peer.block();
        inTask(() -> socket.send("abc"));
        assertThat(keptNow()).isEqualTo(2 + 3);
        peer.unblock();
        assertThat(keptNow()).isZero();
    }

    @Test
    void itTellsHowMuchWaitsForTheApp() {
        open(WebSocketOptions.DEFAULT, opened -> {});
        peer.sendExactly(frame(0x82, "abc"));
        assertThat(keptNow()).isEqualTo(3);
        inTask(() -> socket.onBinary(bytes -> {}).onText(text -> {}));
        assertThat(keptNow()).isZero();
        inTask(socket::pauseReading);
    }

    @Test
    void aCompressedMessageIsSentAndReceived() {
        Deflate deflate = new Deflate(true, true, 0);
        protocol = new WebSocketProtocol(
                Role.SERVER,
                new Agreement(null, deflate),
                WebSocketOptions.DEFAULT,
                this::keeps,
                opened -> opened.onText(text -> opened.send(text)));
        peer = TestTransport.connect(test, protocol);
        String hello = "\u00f2H\u00cd\u00c9\u00c9\u0007\u0000"; // RFC 7692 §7.2.3.1
        sendFrame(0xC1, hello);
        assertThat(written()).isEqualTo("\u00c1\u0007" + hello);
    }

    private static final int SHARE = 1_024;

    /** Else one that floods, or compresses, would have all others of the loop wait. */
    @Test
    void whatComesBeyondItsShareWaitsForTheNextTurn() {
        open(WebSocketOptions.DEFAULT, opened -> opened.onText(log::add));
        test.inTask(() -> peer.deliverNow(frame(0x81, "a").repeat(2 * SHARE + 1)));
        assertThat(log).hasSize(SHARE);
        assertThat(peer.isReading()).isFalse();
        test.turn();
        assertThat(log).hasSize(2 * SHARE);
        test.turn();
        assertThat(log).hasSize(2 * SHARE + 1);
        assertThat(peer.isReading()).isTrue();
    }

    @Test
    void aCompressedMessageCountsAsWhatItStandsFor() {
        List<Integer> sizes = new ArrayList<>();
        protocol = new WebSocketProtocol(
                Role.SERVER,
                new Agreement(null, new Deflate(false, false, 0)),
                WebSocketOptions.DEFAULT,
                this::keeps,
                opened -> opened.onBinary(bytes -> sizes.add(bytes.remaining())));
        peer = TestTransport.connect(test, protocol);
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[64 * 1024]);
        byte[] bomb = new byte[125];
        int length = deflater.deflate(bomb, 0, bomb.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        test.inTask(() -> peer.deliverNow(
                frame(0xC2, new String(bomb, 0, length, ISO_8859_1)).repeat(10)));
        assertThat(sizes).as("256 KiB").hasSize(4);
        test.turnUntilIdle();
        assertThat(sizes).hasSize(10).containsOnly(64 * 1024);
    }

    @Test
    void whatWaitsForTheNextTurnIsTakenBeforeTheEnd() {
        open(WebSocketOptions.DEFAULT, opened -> opened.onText(log::add));
        test.inTask(() -> peer.deliverNow(frame(0x81, "a").repeat(SHARE + 1)));
        peer.sendEnd();
        assertThat(log).hasSize(SHARE + 2).endsWith("closed 1006 ");
    }

    @Test
    void anErrorInTheNextTurnIsTold() {
        open(WebSocketOptions.DEFAULT, opened -> opened.onText(log::add));
        test.inTask(() -> peer.deliverNow(frame(0x81, "a").repeat(SHARE) + frame(0xC1, "a") + frame(0x81, "late")));
        test.turnUntilIdle();
        assertThat(written()).contains(closed(1002, "").substring(2));
        assertThat(peer.isReading()).as("to its end").isTrue();
        peer.sendEnd();
        assertThat(log).hasSize(SHARE + 1);
    }
}

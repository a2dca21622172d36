// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Headers;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class IncomingBodyTest {
    private final TestLoop test = new TestLoop();
    private final IncomingBody.Source source = mock(IncomingBody.Source.class);
    private final IncomingBody body = new IncomingBody(test.loop.reactor(), 10, source);

    @AfterEach
    void close() {
        test.close();
    }

    private void verifyNothingIsAsked() {
        verify(source, never()).wanted();
        verify(source, never()).unwanted();
    }

    private int taken() {
        ArgumentCaptor<Integer> bytes = ArgumentCaptor.forClass(Integer.class);
        verify(source, atLeast(0)).taken(bytes.capture());
        return bytes.getAllValues().stream().mapToInt(Integer::intValue).sum();
    }

    private int dropped() {
        ArgumentCaptor<Integer> bytes = ArgumentCaptor.forClass(Integer.class);
        verify(source, atLeast(0)).dropped(bytes.capture());
        return bytes.getAllValues().stream().mapToInt(Integer::intValue).sum();
    }

    // -------------------------------------------------------------------------------------------- what was taken

    @Test
    void theSourceIsToldOfEachByteThatAReaderHasTaken() {
        body.offer(bytes("hel"));
        assertThat(taken()).isZero();
        body.read();
        assertThat(taken()).isEqualTo(3);

        body.read();
        body.offer(bytes("lo"));
        assertThat(taken()).isEqualTo(5);

        body.offer(bytes("12345"));
        body.end(Headers.empty());
        body.collect(10);
        assertThat(taken()).isEqualTo(10);
    }

    @Test
    void theSourceIsToldOfEachByteThatIsDropped() {
        body.offer(bytes("hello"));
        body.cancel();
        body.offer(bytes("12345"));

        assertThat(dropped()).isEqualTo(10);
        assertThat(taken()).isZero();
    }

    @Test
    void aWholeThatIsSentOnIsTakenOnce() {
        body.offer(bytes("hello12345"));
        body.end(Headers.empty());

        assertThat(body.takeWhole()).isEqualTo(bytes("hello12345"));
        body.discard();
        assertThat(taken()).isEqualTo(10);
    }

    /** A read can be cancelled by another thread while its piece is on the way. */
    @Test
    void aPieceThatNoReaderGotIsTakenByTheNextOne() {
        ReceivedBytes received = new ReceivedBytes(source);
        received.keep(bytes("hello"));
        received.putBack(received.take());
        received.keep(bytes("12345"));
        received.take();

        assertThat(taken()).isEqualTo(10);
    }

    // ------------------------------------------------------------------------------------------------- reading

    @Test
    void aReadThatHasToWaitIsToldToTheSource() {
        Future<ByteBuffer> piece = body.read();

        verify(source).wanted();
        assertThat(piece.isDone()).isFalse();
        assertThat(body.isWanted()).isTrue();
    }

    @Test
    void aPieceThatComesGoesToTheReaderWhoWaits() {
        Future<ByteBuffer> piece = body.read();

        body.offer(bytes("hello"));

        assertThat(text(piece)).isEqualTo("hello");
        assertThat(body.isWanted()).isFalse();
    }

    @Test
    void whatCameBeforeTheReadIsThereAtOnceInOnePiece() {
        body.offer(bytes("hel"));
        body.offer(bytes("lo"));

        assertThat(text(body.read())).isEqualTo("hello");
        verifyNothingIsAsked();
    }

    @Test
    void aPieceIsCopied() {
        byte[] lent = "hello".getBytes(StandardCharsets.UTF_8); // of ten
        ByteBuffer buffer = ByteBuffer.wrap(lent);
        body.offer(buffer);
        lent[0] = 'X';

        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(text(body.read())).isEqualTo("hello");
    }

    @Test
    void aPieceIsTheReadersToKeep() {
        body.offer(bytes("first"));
        ByteBuffer first = body.read().resultNow();
        body.offer(bytes("other"));
        body.read();

        assertThat(first).isEqualTo(bytes("first"));
    }

    @Test
    void anEmptyPieceIsNone() {
        Future<ByteBuffer> piece = body.read();

        body.offer(bytes(""));

        assertThat(piece.isDone()).isFalse();
    }

    @Test
    void theEndIsNullAndStaysSo() {
        body.offer(bytes("hello"));
        body.end(Headers.of("Checksum", "7"));

        assertThat(text(body.read())).isEqualTo("hello");
        assertThat(body.read().resultNow()).isNull();
        assertThat(body.read().resultNow()).isNull();
        assertThat(body.trailers().get("Checksum")).isEqualTo("7");
        verifyNothingIsAsked();
    }

    @Test
    void theEndGoesToTheReaderWhoWaits() {
        Future<ByteBuffer> piece = body.read();

        body.end(Headers.empty());

        assertThat(piece.isDone()).isTrue();
        assertThat(piece.resultNow()).isNull();
    }

    @Test
    void aBodyThatBreaksOffGivesWhatCameAndThenTheError() {
        IOException error = new IOException("broken");
        body.offer(bytes("hel"));
        body.fail(error);
        body.fail(new IOException("again"));

        assertThat(text(body.read())).isEqualTo("hel");
        assertThat(body.read().outcome().error()).isSameAs(error);
        assertThat(body.read().outcome().error()).isSameAs(error);
    }

    @Test
    void theErrorGoesToTheReaderWhoWaits() {
        IOException error = new IOException("broken");
        Future<ByteBuffer> piece = body.read();

        body.fail(error);

        assertThat(piece.outcome().error()).isSameAs(error);
    }

    @Test
    void aBodyThatWasReceivedWholeCannotBreakOff() {
        body.end(Headers.empty());

        body.fail(new IOException("the connection closed later"));

        assertThat(body.read().resultNow()).isNull();
    }

    @Test
    void oneReadAtATime() {
        body.read();

        assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("one read at a time");
    }

    @Test
    void belongsToTheLoopsThread() {
        assertThatThrownBy(() -> Threads.runElsewhere(body::read)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Threads.runElsewhere(body::cancel)).isInstanceOf(IllegalStateException.class);
    }

    // ------------------------------------------------------------------------------------ reads that are given up

    @Test
    void aReadThatWasCancelledMayBeFollowedByAnother() {
        body.read().cancel();
        assertThat(body.isWanted()).isFalse();

        Future<ByteBuffer> second = body.read();
        body.offer(bytes("hello"));

        assertThat(text(second)).isEqualTo("hello");
        verify(source, times(2)).wanted();
    }

    @Test
    void whatComesAfterAReadWasCancelledIsKeptForTheNext() {
        body.read().cancel();
        body.offer(bytes("hel"));
        body.offer(bytes("lo"));
        body.end(Headers.empty());

        assertThat(body.left()).as("not taken").isEqualTo(10);
        assertThat(text(body.read())).isEqualTo("hello");
        assertThat(body.left()).isEqualTo(5);
        assertThat(body.read().resultNow()).isNull();
    }

    // -------------------------------------------------------------------------------------------------- cancelling

    @Test
    void cancelledItTellsTheSourceOnceAndTakesNoMore() {
        body.offer(bytes("hello"));

        body.cancel();
        body.cancel();
        body.offer(bytes("more"));

        verify(source).unwanted();
        verify(source, never()).wanted();
        assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("cancelled");
    }

    @Test
    void tellsHowManyBytesItKeeps() {
        body.offer(bytes("hel"));
        assertThat(body.kept()).isEqualTo(3);
        Future<Body.Bytes> all = body.collect(100);
        body.offer(bytes("lo"));
        test.turnUntilIdle();
        assertThat(body.kept()).as("a collector has all").isEqualTo(5);
        body.fail(new IOException("broken"));
        test.turnUntilIdle();
        assertThat(all.isFailed()).isTrue();
        assertThat(body.kept()).isZero();
    }

    @Test
    void keepsWhatWasCollected() {
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        body.collect(10);
        assertThat(body.kept()).isEqualTo(10);
    }

    /** The connection that breaks gives back at once what it has counted for the body. */
    @Test
    void keepsNothingFromWhenItBreaksOff() {
        test.inTask(() -> body.collect(10));
        body.offer(bytes("hello"));
        body.fail(new IOException("broken"));
        assertThat(body.kept()).isZero();
        test.turnUntilIdle();
    }

    @Test
    void keepsNothingOnceItIsCancelled() {
        body.offer(bytes("hel"));
        body.cancel();
        body.offer(bytes("lo"));
        assertThat(body.kept()).isZero();
    }

    @Test
    void cancelledItCancelsTheReadThatWaits() {
        Future<ByteBuffer> piece = body.read();

        body.cancel();

        assertThat(piece.isCancelled()).isTrue();
    }

    // --------------------------------------------------------------------------------------------------- collecting

    @Test
    void isCollectedAtOnceIfAllOfItHasArrived() {
        body.offer(bytes("hello"));
        body.offer(bytes("world"));
        body.end(Headers.empty());

        assertThat(body.collect(10).resultNow()).isEqualTo(Body.of("helloworld"));
        verifyNothingIsAsked();
    }

    @Test
    void whatWasCollectedCanBeReadAnyNumberOfTimes() {
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        Body.Bytes first = body.collect(10).resultNow();

        assertThat(body.collect(100).resultNow()).isSameAs(first);
        assertThat(body.collected()).isSameAs(first);
        assertThat(text(body.stream().read())).isEqualTo("helloworld");
        assertThat(text(body.stream().read())).isEqualTo("helloworld");
        assertThat(body.length()).isEqualTo(10);
        body.cancel();
        assertThat(body.collected()).isSameAs(first);
        assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("was collected");
    }

    @Test
    void eachCollectHasItsOwnLimit() {
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());

        body.collect(10);

        assertThat(body.collect(9).outcome().error()).isInstanceOf(BodyTooLargeException.class);
        assertThat(body.collected()).isEqualTo(Body.of("helloworld"));
    }

    @Test
    void twoMayCollectAtTheSameTime() {
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = body.collect(10));
        test.inTask(() -> collected[1] = body.collect(10));
        collected[1].cancel();
        test.inTask(() -> collected[1] = body.collect(10));
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        test.turnUntilIdle();

        assertThat(collected[0].resultNow()).isEqualTo(Body.of("helloworld"));
        assertThat(collected[1].resultNow()).isEqualTo(Body.of("helloworld"));
    }

    /** Whether a body has arrived is not for the caller to know, who may be about to run the loop. */
    @Test
    void isCollectedThoughTheLoopDoesNotRun() {
        Future<Body.Bytes> collected = body.collect(10);
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        test.turnUntilIdle();

        assertThat(collected.resultNow()).isEqualTo(Body.of("helloworld"));
    }

    @Test
    void aCollectThatIsCancelledBeforeTheLoopRunsCancelsTheBody() {
        body.collect(10).cancel();
        test.turnUntilIdle();

        verify(source).unwanted();
        assertThat(body.isBeingCollected()).isFalse();
    }

    @Test
    void isNotCollectedOnAnotherThread() {
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());

        assertThatThrownBy(() -> Threads.runElsewhere(() -> body.collect(10)))
                .isInstanceOf(IllegalStateException.class);
    }

    /** A collector would take pieces from the reader, or fail and cancel the body. */
    @Test
    void isNotCollectedWhileItIsRead() {
        Future<ByteBuffer> piece = body.read();

        assertThatIllegalStateException()
                .isThrownBy(() -> body.collect(10))
                .withMessageContaining("one read at a time");

        body.offer(bytes("hello"));
        assertThat(text(piece)).isEqualTo("hello");
    }

    @Test
    void isNotReadWhileItIsCollected() {
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = body.collect(10));
        test.inTask(() -> {
            body.offer(bytes("hello")); // which the collector is told in the next turn
            assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("is being");
        });
        body.offer(bytes("world"));
        body.end(Headers.empty());
        test.turnUntilIdle();

        assertThat(collected[0].resultNow()).isEqualTo(Body.of("helloworld"));
    }

    @Test
    void aCollectorBetweenTwoPiecesHearsThatTheBodyIsCancelled() {
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = body.collect(10));
        test.inTask(() -> {
            body.offer(bytes("hello"));
            body.cancel();
        });
        test.turnUntilIdle();

        assertThat(collected[0].isCancelled()).isTrue();
        verify(source).unwanted();
    }

    @Test
    void isTooLargeInTheSameWayWhetherItHasArrivedOrNot() {
        IncomingBody arriving = new IncomingBody(test.loop.reactor(), 10, source);
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        for (IncomingBody each : List.of(body, arriving)) {
            assertThat(each.collect(9).outcome().error()).isInstanceOf(BodyTooLargeException.class);
            assertThat(each.left()).isEqualTo(10);
            assertThat(each.collect(10).outcome().error()).isInstanceOf(BodyTooLargeException.class);
            assertThatIllegalStateException().isThrownBy(each::read).withMessageContaining("cancelled");
        }
    }

    /** It may have got some of them before there were too many: how many follows from the segments. */
    @Test
    void aCollectorThatFailsHasTakenNothing() {
        IncomingBody unknown = new IncomingBody(test.loop.reactor(), -1, source);
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = unknown.collect(9));
        unknown.offer(bytes("hello"));
        test.turnUntilIdle();
        assertThat(unknown.left()).isZero();
        unknown.offer(bytes("world"));
        test.turnUntilIdle();

        assertThat(collected[0].outcome().error()).isInstanceOf(BodyTooLargeException.class);
        assertThat(unknown.left()).isEqualTo(10);
    }

    // --------------------------------------------------------------------------------------------------- discarding

    @Test
    void whatIsDiscardedIsCountedAndGone() {
        IncomingBody unknown = new IncomingBody(test.loop.reactor(), -1, source);
        unknown.offer(bytes("hello"));
        unknown.discard();
        assertThat(unknown.isWanted()).isTrue();
        unknown.offer(bytes("world"));
        unknown.end(Headers.empty());

        assertThat(unknown.left()).isEqualTo(10);
        assertThatIllegalStateException()
                .isThrownBy(unknown::read)
                .withMessageContaining("the answer was sent before it was read");
        verifyNothingIsAsked();
    }

    @Test
    void whatHasArrivedWholeIsDiscardedToo() {
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        assertThat(body.isDiscarded()).isFalse();
        body.discard();

        assertThat(body.isDiscarded()).isTrue();
        assertThat(body.kept()).isZero();
    }

    @Test
    void whatIsBeingSentOnIsDiscardedUnlessAllOfItHasArrived() {
        body.takeStream();
        body.offer(bytes("hello"));
        body.discard();
        assertThat(body.isDiscarded()).isTrue();

        IncomingBody whole = new IncomingBody(test.loop.reactor(), 5, source);
        BodyStream sent = whole.takeStream();
        whole.offer(bytes("hello"));
        whole.end(Headers.empty());
        whole.discard();
        assertThat(whole.isDiscarded()).isFalse();
        assertThat(text(sent.read())).isEqualTo("hello");
    }

    @Test
    void whatIsCollectedIsNotDiscarded() {
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = body.collect(10));
        body.discard();
        assertThat(body.isBeingCollected()).isTrue();
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        test.turnUntilIdle();
        body.discard();

        assertThat(body.isBeingCollected()).isFalse();
        assertThat(body.collected()).isEqualTo(Body.of("helloworld"));
    }

    @Test
    void isNotCollectedIfItBrokeOff() {
        IOException error = new IOException("broken");
        body.offer(bytes("hel"));
        body.fail(error);
        Future<Body.Bytes>[] collected = newArray();

        test.inTask(() -> collected[0] = body.collect(10));

        assertThat(collected[0].outcome().error()).isSameAs(error);
        assertThat(body.collected()).isNull();
    }

    @Test
    void tellsHowMuchNoReaderHasTaken() {
        assertThat(body.left()).isEqualTo(10);
        body.offer(bytes("hello"));
        assertThat(body.left()).isEqualTo(10);
        body.read();
        assertThat(body.left()).isEqualTo(5);
        body.offer(bytes("world"));
        body.end(Headers.empty());
        body.collect(10);
        assertThat(body.left()).isZero();
    }

    // ----------------------------------------------------------------------------------------------- the read buffer

    @Test
    void aBodyThatIsWholeIsNotCopiedBeforeTheLoanEnds() {
        byte[] lent = "helloworld".getBytes(StandardCharsets.UTF_8);
        body.offer(ByteBuffer.wrap(lent));
        body.end(Headers.empty());
        lent[0] = 'j';
        body.endLoan();
        lent[0] = 'X';

        assertThat(text(body.read())).isEqualTo("jelloworld");
    }

    @Test
    void whatIsCollectedIsACopy() {
        byte[] lent = "helloworld".getBytes(StandardCharsets.UTF_8);
        body.offer(ByteBuffer.wrap(lent));
        body.end(Headers.empty());
        Body.Bytes collected = body.collect(10).resultNow();
        lent[0] = 'X';

        assertThat(collected.text()).isEqualTo("helloworld");
    }

    @Test
    void isTakenWholeWithoutACopy() {
        ByteBuffer lent = bytes("helloworld");
        body.offer(lent);
        body.end(Headers.empty());

        assertThat(body.takeWhole()).isSameAs(lent);
        assertThat(body.left()).isZero();
    }

    @Test
    void isTakenAsAStreamThatNoOtherCodeReads() {
        BodyStream taken = body.takeStream();
        body.offer(bytes("hello"));

        assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("sent on as it came");
        assertThatIllegalStateException()
                .isThrownBy(() -> body.collect(10))
                .withMessageContaining("sent on as it came");
        assertThat(taken.length()).isEqualTo(10);
        assertThat(text(taken.read())).isEqualTo("hello");
        assertThat(body.left()).isEqualTo(5);
        body.cancel();
        verifyNothingIsAsked();
        taken.cancel();
        verify(source).unwanted();
    }

    @Test
    void isNotTakenAsAStreamWhileItIsRead() {
        body.read();

        assertThatIllegalStateException()
                .isThrownBy(() -> body.takeStream().read())
                .withMessageContaining("one read at a time");
    }

    @Test
    void theStreamThatWasTakenHasTheTrailers() {
        BodyStream taken = body.takeStream();
        body.end(Headers.of("Checksum", "7"));
        assertThat(taken.trailers().get("Checksum")).isEqualTo("7");
    }

    @Test
    void isSendableWhileItCanBeReadAndOnceItIsCollected() {
        body.requireSendable();
        body.offer(bytes("helloworld"));
        body.end(Headers.empty());
        body.collect(10);
        body.requireSendable();
        body.cancel();
        body.requireSendable();

        IncomingBody cancelled = new IncomingBody(test.loop.reactor(), 10, source);
        cancelled.cancel();
        assertThatIllegalStateException().isThrownBy(cancelled::requireSendable).withMessageContaining("was cancelled");
    }

    @Test
    void isNotTakenWholeBeforeItsEndNorWithTrailersNorOnceItIsCollected() {
        body.offer(bytes("hello"));
        assertThat(body.takeWhole()).isNull();
        body.end(Headers.of("Checksum", "7"));
        assertThat(body.takeWhole()).isNull();

        IncomingBody other = new IncomingBody(test.loop.reactor(), 5, source);
        other.offer(bytes("hello"));
        other.end(Headers.empty());
        other.collect(5);
        assertThat(other.takeWhole()).isNull();
    }

    @Test
    void isCollectedAsItComes() {
        Future<Body.Bytes>[] collected = newArray();
        test.inTask(() -> collected[0] = body.collect(10));
        body.offer(bytes("hel"));
        test.turnUntilIdle();
        body.offer(bytes("lo"));
        test.turnUntilIdle();
        body.end(Headers.empty());
        test.turnUntilIdle();

        assertThat(collected[0].resultNow()).isEqualTo(Body.of("hello"));
        verify(source, times(3)).wanted();
    }

    @Test
    void saysWhatItIs() {
        assertThat(body).hasToString("IncomingBody[10 bytes]");
        assertThat(body.length()).isEqualTo(10);
        IncomingBody unknown = new IncomingBody(test.loop.reactor(), -1, source);
        unknown.end(Headers.empty());
        assertThat(unknown).hasToString("IncomingBody[unknown length, ended]");
        IncomingBody empty = new IncomingBody(test.loop.reactor(), 0, source);
        assertThat(empty).hasToString("IncomingBody[0 bytes]");
        assertThat(empty.takeStream().length()).isZero();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Future<Body.Bytes>[] newArray() {
        return new Future[2];
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Future<ByteBuffer> piece) {
        return StandardCharsets.UTF_8.decode(piece.resultNow()).toString();
    }
}

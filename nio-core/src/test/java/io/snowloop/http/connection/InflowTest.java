// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The receiving half of a server's connection, and of a client's where that differs. */
class InflowTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String FIVE_BYTES = POST + "Content-Length: 5\r\n\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    private final TestLoop test = new TestLoop();
    private final IncomingBody.Source demand = mock(IncomingBody.Source.class);
    private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
    private final Inflow inflow = new Inflow(test.loop.reactor(), codec, demand);
    private byte[] lent = {};

    @AfterEach
    void close() {
        test.close();
    }

    /** Begins a loan of these bytes. */
    private void receive(String text) {
        lent = text.getBytes(StandardCharsets.ISO_8859_1);
        inflow.receive(ByteBuffer.wrap(lent));
    }

    /** Ends the loan, as a loop does that fills its buffer anew. */
    private void endLoan() {
        inflow.endLoan();
        Arrays.fill(lent, (byte) '#');
    }

    private static String text(Future<ByteBuffer> piece) {
        return StandardCharsets.ISO_8859_1.decode(piece.resultNow()).toString();
    }

    private BodyStream body() {
        return (BodyStream) inflow.body();
    }

    // ------------------------------------------------------------------------------- what came together with its head

    @Test
    void aBodyThatCameWithItsHeadIsCompleteWhenTheHeadIsGivenOut() throws Exception {
        receive(FIVE_BYTES + "hello");

        assertThat(inflow.next()).isInstanceOf(Event.RequestHead.class);
        assertThat(inflow.body().collect(5).resultNow()).isEqualTo(Body.of("hello"));
        assertThat(inflow.wantsMore()).as("its end is there").isTrue();
        assertThat(inflow.next()).isInstanceOf(Event.EndOfMessage.class);
        assertThat(inflow.next()).isEqualTo(Event.Outcome.NEED_DATA);
    }

    @Test
    void soIsTheBodyOfAResponse() throws Exception {
        Http1Codec client = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
        client.sendHead(new Event.RequestHead(Method.GET, "/", Headers.of("Host", "a")), 0, new ByteQueue());
        client.sendEnd(new ByteQueue());
        Inflow responses = new Inflow(test.loop.reactor(), client, demand);
        responses.receive(ByteBuffer.wrap(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(responses.next()).isInstanceOf(Event.ResponseHead.class);
        assertThat(responses.body().collect(5).resultNow()).isEqualTo(Body.of("hello"));
    }

    @Test
    void aMessageWithoutABodyHasTheEmptyOne() throws Exception {
        receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(inflow.next()).isInstanceOf(Event.RequestHead.class);
        assertThat(inflow.body()).isSameAs(Body.EMPTY);
        assertThat(inflow.wantsMore()).isTrue();
        assertThat(inflow.next()).isInstanceOf(Event.EndOfMessage.class);
    }

    @Test
    void allChunksThatCameWithTheHeadAreThere() throws Exception {
        receive(CHUNKED + "3\r\nhel\r\n2\r\nlo\r\n0\r\nChecksum: 7\r\n\r\n");
        inflow.next();

        assertThat(text(body().read())).isEqualTo("hello");
        assertThat(body().read().resultNow()).isNull();
        assertThat(body().trailers().get("Checksum")).isEqualTo("7");
    }

    /** A reader that asks for it later finds the error: by waiting it would have found no other. */
    @Test
    void aBodyThatBreaksTheProtocolIsNoErrorBeforeItIsWanted() throws Exception {
        receive(CHUNKED + "zz\r\n");

        assertThat(inflow.next()).isInstanceOf(Event.RequestHead.class);
        assertThatThrownBy(inflow::next).isInstanceOf(RemoteProtocolException.class);
    }

    /** Bytes of the body would answer the expectation. */
    @Test
    void theBodyOfAClientThatExpectsA100IsNotLookedAt() throws Exception {
        receive(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
        inflow.next();

        assertThat(codec.expectsContinue()).isTrue();
        assertThat(body().read().isDone()).isFalse();
        inflow.deliver(((Event.Data) inflow.next()).bytes());
        assertThat(codec.expectsContinue()).isFalse();
    }

    // ------------------------------------------------------------------------------------------ what comes afterwards

    @Test
    void aBodyIsTakenOnlyAsItIsRead() throws Exception {
        receive(FIVE_BYTES);
        inflow.next();
        assertThat(inflow.wantsMore()).isFalse();
        assertThat(inflow.wantsToRead()).isFalse();

        Future<ByteBuffer> piece = body().read();
        verify(demand).wanted();
        assertThat(inflow.wantsMore()).isTrue();
        assertThat(inflow.wantsToRead()).isTrue();
        endLoan();
        receive("hello");
        inflow.deliver(((Event.Data) inflow.next()).bytes());
        assertThat(text(piece)).isEqualTo("hello");
        assertThat(inflow.wantsMore()).isFalse();
    }

    @Test
    void theEndIsToldToTheReaderWhoWaits() throws Exception {
        receive(CHUNKED);
        inflow.next();
        BodyStream body = body();
        Future<ByteBuffer> piece = body.read();
        endLoan();
        receive("0\r\nChecksum: 7\r\n\r\n");

        assertThat(inflow.next()).isInstanceOf(Event.EndOfMessage.class);
        assertThat(piece.isDone()).isTrue();
        assertThat(piece.resultNow()).isNull();
        assertThat(body.trailers().get("Checksum")).isEqualTo("7");
        assertThat(inflow.body()).as("between two messages").isSameAs(Body.EMPTY);
    }

    @Test
    void theReaderWhoWaitsIsToldWhyTheBodyStaysIncomplete() throws Exception {
        receive(FIVE_BYTES);
        inflow.next();
        Future<ByteBuffer> piece = body().read();
        IOException reason = new IOException("closed");

        inflow.fail(reason);

        assertThat(piece.outcome().error()).isSameAs(reason);
        inflow.fail(reason);
        inflow.deliver(ByteBuffer.allocate(1)); // does nothing between two messages
        assertThat(inflow.body()).isSameAs(Body.EMPTY);
    }

    // ---------------------------------------------------------------------------------------------- the read buffer

    @Test
    void aBodyOutlivesTheLoan() throws Exception {
        receive(FIVE_BYTES + "hello");
        inflow.next();
        BodyStream body = body();
        endLoan();

        assertThat(text(body.read())).isEqualTo("hello");
    }

    @Test
    void aBodyThatHasEndedOutlivesTheLoan() throws Exception {
        receive(FIVE_BYTES + "hello");
        inflow.next();
        BodyStream body = body();
        inflow.next();
        endLoan();

        assertThat(text(body.read())).isEqualTo("hello");
    }

    @Test
    void aBodyOfAConnectionThatFailsOutlivesTheLoan() throws Exception {
        receive(FIVE_BYTES + "hello");
        inflow.next();
        BodyStream body = body();
        inflow.fail(new IOException("closed"));
        endLoan();

        assertThat(text(body.read())).isEqualTo("hello");
    }

    @Test
    void aHeadIsReadInAsManyLoansAsItTakes() throws Exception {
        receive("GET / HTT");
        assertThat(inflow.next()).isEqualTo(Event.Outcome.NEED_DATA);
        endLoan();
        receive("P/1.1\r\nHost: a\r\n\r\n");
        assertThat(inflow.next()).isInstanceOf(Event.RequestHead.class);
    }

    // -------------------------------------------------------------------------------------------- the next message

    @Test
    void theSocketIsNotReadWhileTheNextRequestWaits() throws Exception {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        receive(get + get);
        inflow.next();
        inflow.next();
        assertThat(inflow.wantsToRead()).as("before it is known").isTrue();
        assertThat(inflow.next()).isEqualTo(Event.Outcome.PAUSED);
        assertThat(inflow.wantsToRead()).isFalse();

        codec.sendHead(new Event.ResponseHead(Status.NO_CONTENT, Headers.empty()), 0, new ByteQueue());
        codec.sendEnd(new ByteQueue());
        codec.startNextCycle();
        assertThat(inflow.next()).isInstanceOf(Event.RequestHead.class);
        assertThat(inflow.wantsToRead()).isTrue();
    }

    /** A client that offers another protocol waits for the answer; only by reading is it seen that it closes. */
    @Test
    void theSocketIsReadWhileTheCodecIsPausedWithoutBytes() throws Exception {
        receive("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        inflow.next();
        inflow.next();
        assertThat(inflow.next()).isEqualTo(Event.Outcome.PAUSED);
        assertThat(inflow.wantsToRead()).isTrue();
    }
}

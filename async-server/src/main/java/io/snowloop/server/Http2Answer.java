// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.connection.StreamOutflow;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.StreamState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sending side of an {@link Http2Stream}. */
final class Http2Answer implements Outflow.Listener {
    private enum State {
        /** There is none so far. */
        NONE,
        /** It waits until the transport has room. */
        WAITING,
        /** Its head was sent. */
        SENDING,
        /** All of it was sent. */
        SENT,
        /** It broke off, or there will be none. */
        CANCELLED
    }

    private final Http2Connection connection;
    private final Http2Stream stream;
    private final StreamOutflow out;
    private final Runnable send = () -> send();

    /** What waits; null before and after. */
    private @Nullable Response response;

    /** The body in memory that is being sent, or waits, if it counts. */
    private byte @Nullable [] held;

    private State state = State.NONE;

    /** Whether it has a place among the {@link Http2Files}. */
    private boolean hasFile;

    Http2Answer(Http2Connection connection, Http2Stream stream) {
        this.connection = connection;
        this.stream = stream;
        this.out = new StreamOutflow(connection.out(), stream.id(), this);
    }

    /** Sends a response; without one, the status that says what the error means. Inside of a step of the connection. */
    void begin(@Nullable Response given, @Nullable Throwable error) {
        state = State.WAITING;
        guarded(() -> response = AnswerRules.choose(connection.server().context(), stream.call, given, error));
        connection.out().whenWritable(send);
        if (response != null) {
            hold(response.body());
        }
    }

    private void hold(Body body) {
        held = WaitingBodies.counted(body);
        if (held != null) {
            connection.memory().holds(held);
        }
    }

    private void drop() {
        byte[] before = held;
        held = null;
        if (before != null) {
            connection.server().context().memory().drops(before);
        }
    }

    /** What the code of a response throws, such as that of its body, ends this stream, and no other. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            stream.abort(ErrorCode.INTERNAL_ERROR);
            connection.server().context().reactor().report(thrown, stream);
        }
    }

    private void send() {
        Response next = response;
        if (next == null || (Http2Files.isLong(next.body()) && !takesFile())) {
            return;
        }
        response = null;
        drop();
        guarded(() -> send(next));
    }

    private boolean takesFile() {
        hasFile = connection.files.take(send);
        return hasFile;
    }

    private void closeFile() {
        if (hasFile) {
            hasFile = false;
            connection.files.giveBack();
        }
    }

    private void send(Response next) {
        if (codec().state(stream.id()) == StreamState.CLOSED) { // it was reset, which comes as an event
            cancel(next);
            closeFile();
            state = State.CANCELLED;
            return;
        }
        if (next.body() instanceof BodyStream) { // it may be made of the request's body
            sendContinue();
        }
        ExtendedConnect connect = stream.connect();
        Response sendable = connect == null ? next : connect.answer(next);
        try {
            sendable = AnswerRules.withOpenFile(sendable, stream.call.request());
            sendHead(sendable);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) { // then nothing was encoded
            sendable = AnswerRules.inPlaceOf(connection.server().context(), sendable, e, stream.call);
            sendHead(sendable);
        }
        state = State.SENDING;
        out.send(sendable.body());
        if (out.isSending()) {
            hold(sendable.body());
        }
        boolean handedOver = connect != null && connect.begin(sendable, next.upgrade());
        if (out.isSending() && !handedOver) {
            stream.timeouts().answering();
        }
    }

    private void sendHead(Response next) {
        if (next.upgrade() != null) {
            throw new IllegalStateException("there is no 101 in HTTP/2 (RFC 9113 §8.6)");
        }
        Outflow.requireSendable(next.body()); // before the head is encoded, so that an error can still become a 500
        Headers date = next.headers().contains("Date")
                ? Headers.empty()
                : connection.server().context().date().headers();
        codec().sendHead(
                        stream.id(),
                        next.status(),
                        next.headers(),
                        date,
                        next.body().length(),
                        connection.out().queue());
        stream.call.headSent(next.status());
    }

    /** Tells a client that waits for it to send its body (RFC 9110 §10.1.1). */
    void sendContinue() {
        if (codec().expectsContinue(stream.id())) {
            connection.whileServing(() -> codec().sendInformational(
                            stream.id(),
                            Status.CONTINUE,
                            Headers.empty(),
                            connection.out().queue()));
        }
    }

    /** Sends 103 if the response has not begun. */
    void sendEarlyHints(Headers hints) {
        if (state == State.NONE && codec().state(stream.id()) != StreamState.CLOSED) {
            connection.whileServing(() -> codec().sendInformational(
                            stream.id(),
                            Status.EARLY_HINTS,
                            hints,
                            connection.out().queue()));
        }
    }

    @Override
    public void sent() {
        state = State.SENT;
        drop();
        closeFile();
        stream.call.responseSent(out.bodyBytes(), true);
        stream.answered();
    }

    @Override
    public void failed(Throwable error) {
        closeFile();
        AnswerRules.brokeOff(connection.server().context(), stream.call, error);
        stream.abort(ErrorCode.INTERNAL_ERROR); // the client must not take a part for the whole
    }

    /** It is not needed any more. */
    void cancel() {
        Response unsent = response;
        response = null;
        drop();
        if (unsent != null) {
            connection.out().forget(send);
            connection.files.forget(send);
            cancel(unsent);
        }
        out.cancel();
        closeFile();
        stream.call.responseSent(out.bodyBytes(), state == State.SENT);
        if (state != State.SENT) {
            state = State.CANCELLED;
        }
    }

    /** What the code of its body throws is reported, and the other streams go on. */
    private void cancel(Response unsent) {
        connection.server().context().reactor().runSafely(unsent::cancel, stream);
    }

    boolean hasBegun() {
        return state != State.NONE;
    }

    /** Whether it waits until the client has read other files. */
    boolean awaitsFile() {
        return state == State.WAITING && connection.files.awaits(send);
    }

    boolean isSent() {
        return state == State.SENT;
    }

    /** Whether it keeps bytes until the client reads: until there is a window, or room in the transport. */
    boolean keepsForClient() {
        boolean client =
                state == State.WAITING || out.awaitsWindow() || connection.out().awaitsPeer();
        boolean body = held != null && connection.server().context().memory().isHeldByOne(held);
        return client && (body || out.held() > 0);
    }

    /** The body that is being sent. */
    StreamOutflow out() {
        return out;
    }

    /** How many bytes of the bodies of all streams were sent. */
    long dataSent() {
        return codec().dataSent();
    }

    private Http2Codec codec() {
        return connection.out().codec();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Upgrade;
import io.snowloop.http.connection.Inflow;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.server.ConnectionTimeouts.Phase;
import io.snowloop.transport.ConnectionClosedException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a {@link ServerConnection}: gives the request to the handler and sends the response.
 *
 * <p>A connection borrows it when bytes arrive, and gives it back when it becomes idle; then it serves the next request of
 * any connection of the loop. Pipelined requests (RFC 9112 §9.3.2) are taken one after the other: the next one stays
 * unparsed until the answer before it is sent, so answers cannot go out in the wrong order.
 *
 * <p>All work is done in steps: an action, then the events that have arrived, then one write ({@link #run}).
 */
final class ServerExchange implements Exchange {
    private final ServerContext context;
    private final Http1Codec codec;
    final RequestBodyHandling requestBody;
    private final Inflow inflow;
    final ServerAnswer answer;
    final ConnectionTimeouts timeouts;
    final HandlerCall call;
    final KeptBytes kept;

    /** The connection that borrows this; null in between. */
    private @Nullable ServerConnection connection;

    private boolean running;

    ServerExchange(ServerContext context) {
        this.context = context;
        this.codec = new Http1Codec(Role.SERVER, context.options().limits(), context.decoder());
        this.requestBody = new RequestBodyHandling(context, this, codec);
        this.inflow = new Inflow(context.reactor(), codec, requestBody);
        this.answer = new ServerAnswer(context, this, codec);
        this.timeouts = new ConnectionTimeouts(context, this);
        this.call = new HandlerCall(context, this);
        this.kept = new KeptBytes(context.memory(), this, codec);
    }

    /** Serves this connection until it becomes idle or is closed. */
    void begin(ServerConnection next) {
        connection = next;
        answer.outflow().attach(next.transport());
    }

    ServerConnection connection() {
        return Objects.requireNonNull(connection, "serves no connection");
    }

    /** Bytes have arrived. They are lent until this returns. */
    void received(ByteBuffer bytes) {
        running = true;
        try {
            inflow.receive(bytes);
            takeEvents();
        } catch (Throwable thrown) {
            abort(thrown);
        }
        inflow.endLoan(); // also after an error: a handler may have kept a body that is still in the lent buffer
        endStep();
    }

    /** The peer has sent EOF. */
    void receivedEnd() {
        codec.receiveEnd();
        run(() -> {});
    }

    /** A reader waits for more of the request's body. From the loop's queue, so the connection may be closed by now. */
    void takeMore() {
        if (connection != null && connection.isServing()) {
            run(() -> {});
        }
    }

    /** The socket has room again. */
    void writable() {
        run(answer.outflow().isSending() ? answer.outflow()::resume : this::nextCycle);
    }

    /** The connection is closed: nothing more can be received or sent. */
    void connectionClosed(ConnectionClosedException cause) {
        timeouts.cancel();
        inflow.fail(cause);
        answer.outflow().cancel();
        call.cancel();
        call.responseSent(answer.outflow().bodyBytes(), false);
        kept.release();
    }

    /** Closes the connection when the current request is answered; at once if there is none, but see {@link ConnectionTimeouts#drain}. */
    void drain() {
        if (isBetweenRequests()) {
            timeouts.drain();
        } else {
            closeAfterCycle();
            call.drain();
        }
    }

    @Override
    public boolean isDraining() {
        return connection != null && connection.isDraining();
    }

    /** The answer keeps so many bytes. Those of a step are counted at its end: then they may have been sent. */
    void keeps(long bytes) {
        kept.ofAnswer(connection().isServing() ? bytes : 0);
        if (!running) {
            kept.count();
        }
    }

    /** One step: an action, then the events that have arrived, then one write. Inside of a step it is only the action. */
    @Override
    public void run(Runnable action) {
        if (running) {
            action.run();
            return;
        }
        running = true;
        try {
            action.run();
            takeEvents();
        } catch (Throwable thrown) {
            abort(thrown);
        }
        endStep();
    }

    // region events
    /** Takes events from the codec while {@link Inflow#wantsMore}. */
    private void takeEvents() {
        try {
            while (inflow.wantsMore() && connection().isServing()) {
                Event event = inflow.next();
                if (event instanceof Event.RequestHead head) {
                    call(head);
                } else if (event instanceof Event.Data data) {
                    bodyReceived(data.bytes());
                } else if (event instanceof Event.EndOfMessage) {
                    requestReceived();
                } else {
                    pauseReceiving((Event.Outcome) event);
                    return;
                }
            }
        } catch (RemoteProtocolException e) {
            inflow.fail(e);
            if (!codec.isHttp2Preface() || !connection().isNew() || !answer.switchToHttp2()) {
                answer.refuse(e);
            }
        }
    }
    // endregion

    // region end-of-step
    /** Writes what was encoded, and decides what to wait for. */
    private void endStep() {
        running = false;
        answer.outflow().flush();
        ServerConnection served = connection();
        if (!served.isServing()) {
            kept.count();
            return;
        }
        if (answer.upgrade() != null) {
            leave(served, answer.upgrade());
            return;
        }
        if (served.hasEnded() && answer.outflow().isSending()) {
            timeouts.enter(Phase.HALF_CLOSED);
        }
        if (isBetweenRequests() && !served.isNew()) {
            if (codec.isFresh() && !answer.outflow().awaitsPeer()) {
                becomeIdle(served);
                return;
            }
            timeouts.enter(Phase.IDLE); // also behind an empty line, which is no part of a head (RFC 9112 §2.2)
        }
        kept.count();
        if (inflow.wantsToRead()) {
            served.transport().resumeReading();
        } else {
            served.transport().pauseReading();
        }
    }
    // endregion

    /** Whether the last answer is complete, and no byte of the next head waits. */
    private boolean isBetweenRequests() {
        return codec.ourState() == State.IDLE && codec.theirState() == State.IDLE && !codec.isMidHead();
    }

    /** Resets this exchange and returns it. Its next request may be from another connection. */
    private void becomeIdle(ServerConnection served) {
        served.transport().resumeReading();
        connection = null;
        timeouts.reset();
        kept.release();
        answer.outflow().detach();
        served.becomeIdle(this);
    }

    /** After a 101 the connection is another protocol's. Its codec is spent, and so is this exchange. */
    private void leave(ServerConnection served, Upgrade next) {
        connection = null;
        timeouts.cancel();
        call.end();
        kept.release();
        answer.outflow().detach();
        served.switchTo(next, codec.trailingData());
    }

    /** An internal error. Closes with a reset, so that the client does not take a truncated response for a complete one. */
    private void abort(Throwable thrown) {
        connection().abort(); // first: after an OutOfMemoryError the report needs the memory that this gives back
        context.reactor().report(thrown, this);
    }

    private void call(Event.RequestHead head) {
        Request received = connection().request(head, inflow.body());
        call.received(received);
        if (connection().countRequest()) {
            closeAfterCycle();
        }
        Status refusal = AnswerRules.refusal(received);
        if (refusal != null) {
            answer.refuse(refusal, "this server does not do that");
            return;
        }
        Future<Response> response = call.invoke(received);
        Completed<Response> ready = response.outcome();
        if (ready != null) {
            respond(ready.value(), ready.error());
        } else {
            call.await(response);
            if (!requestBody.isWanted()) {
                call.awaitHandler();
            }
        }
    }

    @Override
    public void respond(@Nullable Response response, @Nullable Throwable error) {
        call.answered();
        timeouts.enter(Phase.NONE);
        answer.send(response, error);
    }

    /** The current request is the last one; the head of its answer says so if it is not sent yet. */
    void closeAfterCycle() {
        codec.closeAfterCycle();
    }

    private void bodyReceived(ByteBuffer piece) {
        timeouts.bodyCame(piece.remaining());
        inflow.deliver(piece);
        if (requestBody.isDiscarded()) {
            nextCycle();
        } else {
            timeouts.bodyNotAwaited();
            call.awaitHandler();
        }
    }

    private void requestReceived() {
        timeouts.bodyNotAwaited();
        call.awaitHandler();
        nextCycle();
    }

    /** There is no event now. */
    private void pauseReceiving(Event.Outcome outcome) {
        if (outcome == Event.Outcome.CLOSED) {
            if (!call.isPending() && !answer.outflow().isSending()) { // a half-closed client still gets its answer
                connection().transport().close();
            }
        } else if (outcome == Event.Outcome.NEED_DATA && codec.isMidHead()) {
            timeouts.enter(Phase.HEAD);
        }
    }

    /** The answer is sent, or is in the transport's queue: mostly that is known inside of the step. Or the connection has its turn. */
    void goOn() {
        if (running) {
            nextCycle();
        } else {
            run(this::nextCycle);
        }
    }

    /** The next request can come when both messages are complete. If no other may come, the connection ends. */
    void nextCycle() {
        State ours = codec.ourState();
        State theirs = codec.theirState();
        boolean answered = ours == State.DONE || ours == State.MUST_CLOSE;
        if (!answered || (theirs == State.SEND_BODY && requestBody.isBeingCollected())) {
            return;
        }
        boolean leftTooMuch = requestBody.discardRest();
        if (leftTooMuch || ours == State.MUST_CLOSE || (theirs != State.DONE && theirs != State.SEND_BODY)) {
            end();
        } else if (theirs == State.SEND_BODY) {
            timeouts.bodyAwaited();
        } else if (connection().transport().isWritable() // else a client that never reads would fill our memory
                && connection().mayBringAnother()) {
            call.end();
            codec.startNextCycle();
        }
    }

    @Override
    public void enter(Phase phase) {
        timeouts.enter(phase);
    }

    /** Ends the connection after the last answer, see {@link ServerConnection#linger}. */
    @Override
    public void end() {
        timeouts.bodyNotAwaited();
        inflow.end(new ConnectionClosedException("the server has ended the connection"));
        answer.outflow().flush();
        connection().linger();
        timeouts.enter(Phase.LINGER);
    }

    @Override
    public String toString() {
        return "ServerExchange[" + call + "]";
    }
}

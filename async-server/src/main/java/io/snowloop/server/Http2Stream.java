// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.server.ConnectionTimeouts.Phase;
import io.snowloop.transport.ConnectionClosedException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on an {@link Http2Connection}: a stream (RFC 9113 §5), which the client has opened. It is to
 * HTTP/2 what a {@link ServerExchange} is to HTTP/1.1; but it ends alone, and the connection goes on.
 */
final class Http2Stream implements Exchange {
    final HandlerCall call;
    private final Http2Connection connection;
    private final int id;
    private final StreamBody body;
    private final Request request;
    private final Http2Answer answer;
    private final StreamTimeouts timeouts;

    /** Null for all requests but those that open a WebSocket. */
    private final @Nullable ExtendedConnect connect;

    /** Whether it ends with the response, also if a collector waits for the rest of the request. */
    private boolean last;

    private boolean closed;

    /** A request has come, but not its body. */
    Http2Stream(Http2Connection connection, Http2Event.RequestHead head) {
        ServerContext context = connection.server().context();
        this.connection = connection;
        this.id = head.stream();
        this.body = new StreamBody(connection, this, head);
        StreamContext told = new StreamContext(connection, this);
        this.connect = ExtendedConnect.of(head, connection, this);
        this.request = connect == null
                ? Request.received(head.method(), target(head), Version.HTTP_2, head.headers(), body.body(), told)
                : ExtendedConnect.request(head, told);
        this.call = new HandlerCall(context, this);
        this.answer = new Http2Answer(connection, this);
        this.timeouts = new StreamTimeouts(context, this);
    }

    private static String target(Http2Event.RequestHead head) {
        String authority = head.authority();
        return head.method().equals(Method.CONNECT) && authority != null ? authority : head.path();
    }

    int id() {
        return id;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether it waits for its source or for the client. */
    boolean isQuiet() {
        return answer.awaitsFile()
                || answer.out().awaitsSource()
                || answer.out().awaitsWindow();
    }

    StreamBody body() {
        return body;
    }

    Http2Answer answer() {
        return answer;
    }

    @Nullable
    ExtendedConnect connect() {
        return connect;
    }

    StreamTimeouts timeouts() {
        return timeouts;
    }

    AwaitedBodies awaitedBodies() {
        return connection.timeouts().bodies();
    }

    // ------------------------------------------------------------------------------ called by the connection: events

    /** Calls the handler, with what has come of the body. */
    void call() {
        call.received(request);
        Status refusal = AnswerRules.refusal(request);
        if (refusal != null) {
            refuse(refusal, "this server does not do that");
        } else if (body.isTooMuch()) {
            refuse(Status.SERVICE_UNAVAILABLE, "the server has no memory for this request now");
        } else if (body.isTooLong()) {
            refuseLongBody();
        } else {
            callHandler();
        }
        body.endLoan();
    }

    private void callHandler() {
        Future<Response> response = call.invoke(request);
        if (answer.hasBegun()) { // the handler has kept too much: it is answered already
            response.onComplete((late, error) -> {
                if (late != null) {
                    late.cancel();
                }
            });
            response.cancel();
            return;
        }
        Completed<Response> ready = response.outcome();
        if (ready != null) {
            respond(ready.value(), ready.error());
            return;
        }
        call.await(response);
        if (!body.isWanted()) {
            call.awaitHandler();
        }
    }

    /** Data that has come after that. */
    void received(Http2Event.Data data) {
        timeouts.bodyCame(data.bytes().remaining());
        body.offer(data);
        body.endLoan();
        if (body.isTooLong()) {
            refuseLongBody();
            return;
        }
        bodyIsNotAwaited();
        if (data.endOfStream()) {
            endIfComplete();
        }
    }

    /** The request's trailers have come, and no more follows. */
    void receivedEnd(Headers trailers) {
        body.end(trailers);
        body.endLoan();
        bodyIsNotAwaited();
        endIfComplete();
    }

    /** Either side has reset it: nothing more can be received or sent. */
    void wasReset(Http2Event.Reset reset) {
        String why = reset.byPeer() ? "the client has reset the stream: " + reset.code() : reset.reason();
        fail(new ConnectionClosedException(why));
    }

    /** The client has ended its side of the connection. */
    void receivesNoMore() {
        body.fail(new ConnectionClosedException("the client has ended the connection"));
        bodyIsNotAwaited();
    }

    /** It breaks off. */
    void fail(ConnectionClosedException why) {
        if (!closed) {
            answer.cancel();
            call.cancel();
            close();
            if (connect != null) {
                connect.fail(why);
            }
            body.fail(why);
        }
    }

    /** From now on it is the handler that the stream waits for, not the client. */
    void bodyIsNotAwaited() {
        timeouts.bodyNotAwaited();
        call.awaitHandler();
    }

    // --------------------------------------------------------------------------------------- the end of the stream

    /** The answer is sent. */
    void answered() {
        if (connect == null || !connect.isOpen()) {
            body.responseWasSent();
        }
        endIfComplete();
    }

    /** Ends it when the answer is sent, and the request was received, or is not needed any more (RFC 9113 §8.1). */
    void endIfComplete() {
        boolean needed = (body.isBeingCollected() || (connect != null && connect.isOpen())) && !last;
        if (answer.isSent() && !needed && !closed) {
            connection.out().reset(id, ErrorCode.NO_ERROR); // unless it is complete
            close();
            if (connect != null) {
                connect.fail(new ConnectionClosedException("the response was sent before the request was received"));
            }
            body.cutOff();
        }
    }

    /** An error on this side: of what was sent the client must not take a part for the whole. */
    void abort(ErrorCode code) {
        if (!closed) {
            connection.out().reset(id, code);
            fail(new ConnectionClosedException("the server has reset the stream: " + code));
        }
    }

    private void close() {
        closed = true;
        connection.remove(id);
        timeouts.cancel();
        body.giveBack();
        if (isDropped()) {
            body.release();
        }
        call.end();
    }

    /** Whether nothing of it is kept: it is over, and so is its WebSocket, which may have to read what has come before. */
    private boolean isDropped() {
        return closed && (connect == null || !connect.isOpen());
    }

    // ------------------------------------------------------------------------------------------- called by its call

    @Override
    public void run(Runnable action) {
        connection.whileServing(action);
    }

    @Override
    public void respond(@Nullable Response response, @Nullable Throwable error) {
        call.answered();
        timeouts.enter(Phase.NONE);
        answer.begin(response, error);
    }

    @Override
    public void end() {
        last = true;
        endIfComplete();
    }

    @Override
    public void enter(Phase phase) {
        timeouts.enter(phase);
    }

    @Override
    public boolean isDraining() {
        return connection.server().isDraining();
    }

    // -------------------------------------------------------------------------------------------------- refusals

    /** Answers with an error if no answer has begun, once. The handler makes the answer if it has asked to. */
    void refuse(Status status, String why) {
        if (!body.refuse()) {
            return;
        }
        HttpException error = new HttpException(status, why);
        if (!call.refuse(error, true)) {
            refuseAlone(status, why);
        }
        body.fail(error); // behind the refusal, which the handler has asked for
    }

    private void refuseAlone(Status status, String why) {
        call.cancel();
        run(() -> {
            if (!answer.hasBegun()) {
                respond(Response.text(why + "\n").withStatus(status), null);
            } else if (!answer.isSent()) {
                abort(ErrorCode.CANCEL); // a part of the response was sent: no error response is possible
            }
            end();
        });
    }

    private void refuseLongBody() {
        long most = connection.server().context().options().limits().body();
        refuse(Status.CONTENT_TOO_LARGE, "body of more than " + most + " bytes");
    }

    /** The handler's time is over: the request is answered without it. */
    void refuseSlowHandler() {
        AnswerRules.tooSlow(connection.server().context(), call);
        HttpException why = new HttpException(Status.SERVICE_UNAVAILABLE, "the response took too long");
        if (!call.refuse(why, false)) {
            call.cancel();
            run(() -> respond(Response.of(Status.SERVICE_UNAVAILABLE), null));
        }
    }

    /** The handler has made no answer of a refusal, either. */
    void refuseAtLast() {
        refuseAlone(Status.SERVICE_UNAVAILABLE, "the response took too long");
    }

    /** See {@link io.snowloop.http.RequestContext#keeps}. */
    void keeps(long bytes) {
        long counted = connect == null ? bytes : connect.keeps(bytes);
        if (body.answerKeeps(isDropped() ? 0 : counted)) {
            refuseAlone(Status.SERVICE_UNAVAILABLE, "the server has no memory for this response now");
        }
    }

    /** See {@link ExtendedConnect#recount}. */
    void recount() {
        if (connect != null) {
            connect.recount();
        }
    }

    @Override
    public String toString() {
        return "Http2Stream[" + id + ", " + request + "]";
    }
}

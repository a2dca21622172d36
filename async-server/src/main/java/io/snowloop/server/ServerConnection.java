package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.HttpConnection;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.FieldBlock;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.loop.LateLogger;
import io.snowloop.loop.LoopEvent;
import io.snowloop.server.Patience.Phase;
import io.snowloop.transport.ConnectionClosedException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection while it is served: gives each request to the handler and sends its answer, one after the
 * other. Once the connection rests, it works for another one.
 *
 * <p>Requests that were pipelined wait, unparsed, for those before them: answers go out in order because there is never
 * more than one.
 */
final class ServerConnection extends HttpConnection {
    private static final LateLogger LOG = new LateLogger(ServerConnection.class);

    /** What a request over one of the {@link Limits} is refused with. */
    private static final Set<Status> TOO_MUCH =
            Set.of(Status.CONTENT_TOO_LARGE, Status.URI_TOO_LONG, Status.REQUEST_HEADER_FIELDS_TOO_LARGE);

    private final LoopServer server;
    private final Patience patience;

    /** Whom it works for; null while it works for none. */
    private @Nullable PersistentConnection connection;

    /** The answer that the handler is working on. */
    private @Nullable Future<Response> pending;

    /** The request that is being answered; for messages about it. */
    private @Nullable Request request;

    /** How many bytes of this request's body have been thrown away. */
    private long discarded;

    /** We have said our last word, and wait until the peer has heard it. */
    private boolean lingering;

    /** The peer has ended its half. */
    private boolean peerEnded;

    ServerConnection(LoopServer server) {
        super(new Http1Codec(Role.SERVER, server.options().limits(), server.scratch()), server.out());
        this.server = server;
        this.patience = new Patience(server, this);
    }

    /** Works for this connection, until it rests or is over. */
    void serve(PersistentConnection next) {
        connection = next;
        attach(next.transport());
    }

    /** Takes its timers out of the loop, in which they wait although they are not armed. */
    void stopClocks() {
        patience.cancel();
    }

    @Override
    protected void opened() {
        patience.enter(Phase.HEAD);
        server.opened(connection());
    }

    private PersistentConnection connection() {
        return Objects.requireNonNull(connection, "works for no connection");
    }

    @Override
    protected void handOver(Event event, Body body) {
        Event.RequestHead head = (Event.RequestHead) event;
        Request received = Request.received(
                head.method(),
                head.target(),
                head.version(),
                head.headers(),
                body,
                connection().remoteAddress());
        request = received;
        countRequest();
        Status refusal = refusal(received);
        if (refusal != null) {
            refuse(refusal, "this server does not do that");
            return;
        }
        Future<Response> answer = call(received);
        Completed<Response> ready = answer.outcome();
        if (ready != null) {
            answer(ready.value(), ready.error());
        } else {
            pending = answer;
            handlersTurn();
            answer.on(loop()).onComplete((response, error) -> {
                if (pending == answer) {
                    corked(() -> answer(response, error));
                }
            });
        }
    }

    private void countRequest() {
        long requests = connection().countRequest();
        long most = server.options().maxRequests();
        if (requests == most) {
            server.limits().hit("maxRequests", most, "closing connections that have brought so many");
        }
        if (requests >= most || server.isDraining()) {
            codec.closeAfterCycle();
        }
    }

    /** The status for what no handler could do, null for all other requests: tunnels, and expectations but the one. */
    private static @Nullable Status refusal(Request request) {
        if (request.method().equals(Method.CONNECT)) {
            return Status.NOT_IMPLEMENTED; // RFC 9110 §9.3.6, §9.1
        }
        String expectation = request.header("Expect");
        return expectation == null || expectation.equalsIgnoreCase("100-continue")
                ? null
                : Status.EXPECTATION_FAILED; // RFC 9110 §10.1.1
    }

    /** It is the handler that we wait for, and not the client. */
    private void handlersTurn() {
        if (pending != null) {
            patience.enter(Phase.HANDLER);
        }
    }

    private Future<Response> call(Request received) {
        loop().observe(LoopEvent.CALL, 0, received);
        try {
            return Objects.requireNonNull(server.handler().handle(received), "the handler returned null");
        } catch (Throwable thrown) {
            return Future.failed(thrown);
        } finally {
            loop().observe(LoopEvent.END, 0, received);
        }
    }

    private void answer(@Nullable Response response, @Nullable Throwable error) {
        pending = null;
        patience.enter(Phase.NONE);
        if (response == null) {
            LOG.get().log(Level.ERROR, () -> "the handler failed for " + request, error);
            response = Response.of(Status.INTERNAL_SERVER_ERROR);
        }
        // A client that gets this instead of a 100 may send its body or not: who knows.
        if (codec.expectsContinue() || leavesTooMuch(response)) {
            codec.closeAfterCycle();
        }
        try {
            sendHead(response);
        } catch (IllegalArgumentException | IllegalStateException e) { // nothing has been encoded then
            LOG.get().log(Level.ERROR, "the response to " + request + " can't be sent: " + e.getMessage(), e);
            if (response.body() instanceof BodyStream stream) {
                stream.cancel();
            }
            response = Response.of(Status.INTERNAL_SERVER_ERROR);
            sendHead(response);
        }
        send(response.body());
    }

    /** Whether it is known already that more of the request's body is to come than we would read for nothing. */
    private boolean leavesTooMuch(Response response) {
        boolean rest = codec.theirState() == State.SEND_BODY && response.body() instanceof Body.Bytes;
        boolean tooMuch = rest
                && request != null
                && request.body().length() > server.options().maxDiscard();
        if (tooMuch) {
            sayUndrained();
        }
        return tooMuch;
    }

    private void sayUndrained() {
        long most = server.options().maxDiscard();
        server.limits().hit("maxDiscard", most, "closing connections with a longer rest of a request body to discard");
    }

    private void sendHead(Response response) {
        Headers headers = response.headers();
        codec.sendHead(
                new Event.ResponseHead(response.status(), headers),
                headers.contains("Date") ? FieldBlock.EMPTY : server.date().field(),
                response.body().length(),
                out);
    }

    @Override
    protected void messageReceived() {
        patience.bodyNotAwaited();
        handlersTurn();
        nextCycle();
    }

    @Override
    protected void messageSent() {
        nextCycle();
    }

    /** Once both messages are over, the next request may come; once no other may, the connection ends. */
    private void nextCycle() {
        State ours = codec.ourState();
        State theirs = codec.theirState();
        if (ours == State.DONE && theirs == State.DONE) {
            if (transport().isWritable()) { // else a client that reads nothing could have us keep any number of answers
                nextRequest();
            }
        } else if (ours == State.DONE && theirs == State.SEND_BODY && codec.keepAlive()) {
            patience.bodyAwaited();
            discardIncoming();
        } else if (ours == State.DONE || ours == State.MUST_CLOSE) {
            end();
        }
    }

    private void nextRequest() {
        request = null;
        discarded = 0;
        codec.startNextCycle();
        goOn();
    }

    @Override
    protected void writableAgain() {
        nextCycle();
    }

    @Override
    protected void needData() {
        if (codec.isMidHead()) {
            patience.enter(Phase.HEAD);
        } else if (codec.theirState() == State.IDLE && connection().requests() > 0) {
            patience.enter(Phase.IDLE);
        }
    }

    @Override
    protected void bodyReceived(int bytes) {
        patience.bodyCame(bytes);
        if (!isDiscarding()) {
            patience.bodyNotAwaited();
            handlersTurn();
            return;
        }
        discarded += bytes;
        if (discarded > server.options().maxDiscard()) {
            sayUndrained();
            end();
        }
    }

    @Override
    protected void flushed() {
        patience.written();
        if (patience.isIdle() && codec.isFresh() && isOpen() && !hasUnsent()) {
            rest();
        }
    }

    /** Between two requests a connection needs no codec and no clocks: others may. */
    private void rest() {
        PersistentConnection rested = connection();
        connection = null;
        patience.reset();
        detach();
        rested.rest(this);
    }

    // --------------------------------------------------------------------------------- what patience asks and does

    /** Whether the socket has not taken all that there is of our answers. */
    boolean hasUnsent() {
        return awaitsPeer();
    }

    /** How many bytes of our answers it has taken. */
    long sent() {
        return bytesTaken();
    }

    /** The handler had its time: its request is answered without it. */
    void handlerTooSlow() {
        LOG.get()
                .log(
                        Level.WARNING,
                        () -> "no response to " + request + " within ServerTimeouts.handler = "
                                + server.options().timeouts().handler());
        cancelPending();
        corked(() -> answer(Response.of(Status.SERVICE_UNAVAILABLE), null));
    }

    /** Closes it, once all that was written is sent. */
    void close() {
        transport().close();
    }

    /** Ends it at once. */
    void abort() {
        transport().abort();
    }

    // --------------------------------------------------------------------------------------------------- endings

    /**
     * Ends our half and reads on, until the peer ends its half, falls silent, or the time is up: a close with bytes unread would make
     * the kernel send a reset, and a reset can overtake the answer (RFC 9112 §9.6).
     */
    private void end() {
        if (!lingering) {
            lingering = true;
            patience.bodyNotAwaited();
            failIncoming(new ConnectionClosedException("the server has ended the connection"));
            flush();
            transport().shutdownOutput();
            transport().resumeReading();
            patience.enter(Phase.LINGER);
            if (peerEnded) {
                transport().close();
            }
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (lingering) {
            patience.stillSending();
        } else {
            super.received(bytes);
        }
    }

    @Override
    public void ended() {
        peerEnded = true;
        if (lingering) {
            transport().close();
        } else {
            super.ended();
        }
    }

    @Override
    protected void bodyWanted() {
        if (codec.expectsContinue()) {
            corked(() -> codec.sendInformational(new Event.InformationalHead(Status.CONTINUE, Headers.empty()), out));
        }
        patience.bodyAwaited();
        patience.enter(Phase.NONE);
        super.bodyWanted();
    }

    /** Read on only once the answer is out, which may come any moment and decides whether it is worth it. */
    @Override
    protected void bodyUnwanted() {
        patience.bodyNotAwaited();
    }

    @Override
    protected void sendingFailed(Throwable error) {
        LOG.get().log(Level.WARNING, "the body of the response to " + request + " broke off", error);
        transport().abort(); // an end would make the peer take what it has for the whole
    }

    @Override
    protected void broken(RemoteProtocolException error) {
        LOG.get()
                .log(Level.DEBUG, () -> "bad request from " + connection().remoteAddress() + ": " + error.getMessage());
        if (TOO_MUCH.contains(error.suggestedStatus())) {
            server.limits().hit("limits", server.options().limits(), "refused a " + error.getMessage());
        }
        failIncoming(error);
        refuse(error.suggestedStatus(), error.getMessage());
    }

    /** Answers with an error, as long as no other answer has begun, and ends the connection. */
    void refuse(Status status, @Nullable String why) {
        cancelPending();
        State ours = codec.ourState();
        if (ours == State.IDLE || ours == State.SEND_RESPONSE) {
            codec.closeAfterCycle();
            corked(() -> answer(Response.text(why + "\n").withStatus(status), null));
        } else if (ours == State.SEND_BODY) {
            transport().abort(); // half an answer is out: there is no way to say it any more
        } else {
            end();
        }
    }

    /** Closes it as soon as the request that is being answered, if there is one, has its answer. */
    void drain() {
        if (codec.ourState() == State.IDLE && codec.theirState() == State.IDLE && !codec.isMidHead()) {
            end();
        } else {
            codec.closeAfterCycle();
        }
    }

    @Override
    protected void peerLeft() {
        if (pending == null && !isSending()) { // a half-closed client still gets its answer
            transport().close();
        }
    }

    private void cancelPending() {
        Future<Response> unfinished = pending;
        pending = null;
        if (unfinished != null) {
            unfinished.cancel();
        }
    }

    @Override
    protected void over(Throwable cause) {
        stopClocks();
        cancelPending();
        server.closed(connection());
    }
}

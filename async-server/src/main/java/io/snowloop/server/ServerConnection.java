package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.HttpConnection;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.loop.Deadline;
import io.snowloop.transport.ConnectionClosedException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection: gives each request to the handler and sends its answer, one after the other.
 *
 * <p>Requests that were pipelined wait, unparsed, for those before them: answers go out in order because there is never
 * more than one.
 */
final class ServerConnection extends HttpConnection {
    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

    private final LoopServer server;
    private final Deadline linger;
    private @Nullable SocketAddress remoteAddress;

    /** The answer that the handler is working on. */
    private @Nullable Future<Response> pending;

    /** The request that is being answered; for messages about it. */
    private @Nullable Request request;

    /** How many bytes of this request's body have been thrown away. */
    private long discarded;

    /** We have said our last word, and wait until the peer has heard it. */
    private boolean lingering;

    ServerConnection(LoopServer server) {
        super(new Http1Codec(Role.SERVER, server.options().limits()), server.out());
        this.server = server;
        this.linger = new Deadline(server.loop(), () -> transport().close());
    }

    /** Ends it at once. */
    void abort() {
        transport().abort();
    }

    @Override
    protected void opened() {
        remoteAddress = transport().remoteAddress();
        server.opened(this);
    }

    @Override
    protected void handOver(Event event, Body body) {
        Event.RequestHead head = (Event.RequestHead) event;
        Request received =
                Request.received(head.method(), head.target(), head.version(), head.headers(), body, remoteAddress);
        request = received;
        Future<Response> answer = call(received);
        Completed<Response> ready = answer.outcome();
        if (ready != null) {
            answer(ready.value(), ready.error());
        } else {
            pending = answer;
            answer.on(loop()).onComplete((response, error) -> {
                if (pending == answer) {
                    corked(() -> answer(response, error));
                }
            });
        }
    }

    private Future<Response> call(Request received) {
        try {
            return server.handler().handle(received);
        } catch (Throwable thrown) {
            return Future.failed(thrown);
        }
    }

    private void answer(@Nullable Response response, @Nullable Throwable error) {
        pending = null;
        if (response == null) {
            LOG.log(Level.ERROR, () -> "the handler failed for " + request, error);
            response = Response.of(Status.INTERNAL_SERVER_ERROR);
        }
        try {
            sendHead(response);
        } catch (IllegalArgumentException | IllegalStateException e) { // nothing has been encoded then
            LOG.log(Level.ERROR, "the response to " + request + " can't be sent: " + e.getMessage(), e);
            if (response.body() instanceof BodyStream stream) {
                stream.cancel();
            }
            response = Response.of(Status.INTERNAL_SERVER_ERROR);
            sendHead(response);
        }
        send(response.body());
    }

    private void sendHead(Response response) {
        Headers headers = response.headers();
        if (!headers.contains("Date")) {
            headers = headers.plus("Date", server.date().value());
        }
        codec.sendHead(
                new Event.ResponseHead(response.status(), headers),
                response.body().length(),
                out);
    }

    @Override
    protected void messageReceived() {
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
            request = null;
            discarded = 0;
            codec.startNextCycle();
            goOn();
        } else if (ours == State.DONE && theirs == State.SEND_BODY && !codec.expectsContinue()) {
            discardIncoming();
        } else if (ours == State.DONE || ours == State.MUST_CLOSE) {
            end();
        }
    }

    @Override
    protected void discarded(int bytes) {
        discarded += bytes;
        if (discarded > server.options().drain()) {
            LOG.log(
                    Level.DEBUG,
                    () -> "closing " + remoteAddress + ": more than ServerOptions.drain = "
                            + server.options().drain() + " bytes of an unwanted request body");
            end();
        }
    }

    /**
     * Ends our half and reads on, until the peer ends its half or the time is up: a close with bytes unread would make
     * the kernel send a reset, and a reset can overtake the answer (RFC 9112 §9.6).
     */
    private void end() {
        if (!lingering) {
            lingering = true;
            failIncoming(new ConnectionClosedException("the server has ended the connection"));
            flush();
            transport().shutdownOutput();
            transport().resumeReading();
            linger.arm(server.options().linger().toNanos());
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (!lingering) {
            super.received(bytes);
        }
    }

    @Override
    public void ended() {
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
        super.bodyWanted();
    }

    @Override
    protected void sendingFailed(Throwable error) {
        LOG.log(Level.WARNING, "the body of the response to " + request + " broke off", error);
        transport().abort(); // an end would make the peer take what it has for the whole
    }

    @Override
    protected void broken(RemoteProtocolException error) {
        LOG.log(Level.DEBUG, () -> "bad request from " + remoteAddress + ": " + error.getMessage());
        failIncoming(error);
        cancelPending();
        State ours = codec.ourState();
        if (ours == State.IDLE || ours == State.SEND_RESPONSE) {
            codec.closeAfterCycle();
            answer(Response.text(error.getMessage() + "\n").withStatus(error.suggestedStatus()), null);
        } else {
            transport().abort(); // half an answer is out: there is no way to say it any more
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
        linger.cancel();
        cancelPending();
        server.closed(this);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.http.Status;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.Outcome;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a codec. What the peer's next bytes are follows from the peer's {@link State}, which the
 * {@link Cycle} keeps; the reader has no other state machine.
 *
 * <pre>
 * state of the peer      peer    next()
 * ---------------------  ------  --------------------------------------------------------------------------
 * IDLE                   client  reads a request head; PAUSED if it has been answered already
 * IDLE                   server  no request is in flight: any byte is an error
 * SEND_RESPONSE          server  reads a response head, informational or final
 * SEND_BODY              both    reads data, and the end of the message
 * DONE                   both    PAUSED if bytes of the next message are here, NEED_DATA or CLOSED if not
 * MUST_CLOSE, CLOSED     both    drops all bytes
 * MIGHT_SWITCH_PROTOCOL  client  PAUSED: whether the next byte is HTTP depends on our response
 * SWITCHED_PROTOCOL      both    PAUSED: the bytes are not HTTP
 * ERROR                  both    throws the first failure again
 * </pre>
 */
final class MessageReader {
    /** The line with which a client begins HTTP/2 (RFC 9113 §3.4). */
    private static final byte[] HTTP_2 = "PRI * HTTP/2.0\r\n".getBytes(ISO_8859_1);

    /** Our own role. The messages that are read come from its peer. */
    private final Role role;

    private final Cycle cycle;
    private final Limits limits;
    private final Inbound in;
    private final HeadParser heads;

    /** The reader of the current body. Used in SEND_BODY only; a message without a body has one that ends at once. */
    private BodyReader body = BodyReader.Measured.NONE;

    /** The number of informational responses since the last final one. */
    private int informational;

    /** Whether the peer has ended its stream (EOF). Bytes that came before it may still be unread. */
    private boolean ended;

    /** The peer's first violation of the protocol; not null in state ERROR. */
    private @Nullable RemoteProtocolException failure;

    MessageReader(Role role, Cycle cycle, Limits limits, DecoderContext context) {
        this.role = role;
        this.cycle = cycle;
        this.limits = limits;
        this.in = new Inbound(context);
        this.heads = new HeadParser(role.peer(), limits, context, cycle);
    }

    void receive(ByteBuffer bytes) {
        if (ended) {
            throw new IllegalStateException("receive after receiveEnd");
        }
        in.lend(bytes);
    }

    /** EOF changes no state yet: bytes that came before it are read first. They make it an allowed end, or an error. */
    void receiveEnd() {
        ended = true;
    }

    void keep() {
        in.keep();
    }

    /**
     * Whether a part of a head has come. The parser keeps what whole lines meant, and {@code in} the bytes of a line
     * that is not whole; the latter belong to a head only between messages.
     */
    boolean isMidHead() {
        return heads.isMidHead() || (cycle.state(role.peer()) == State.IDLE && !in.isEmpty());
    }

    /** The states of the cycle do not tell this: a part of a head leaves them as they are. */
    boolean isFresh() {
        return heads.isFresh() && in.isEmpty() && !ended;
    }

    boolean hasTrailingData() {
        return !in.isEmpty();
    }

    int unread() {
        return in.size();
    }

    int kept() {
        return in.kept() + heads.kept() + body.kept();
    }

    void drop() {
        in.drop();
        heads.drop();
        body = BodyReader.Measured.NONE;
    }

    ByteBuffer trailingData() {
        return in.takeAll();
    }

    /** Whether the bytes that were refused are the preface of HTTP/2. The parser refuses a line without taking it. */
    boolean isHttp2Preface() {
        return failure != null && role == Role.SERVER && in.startsWith(HTTP_2);
    }

    Event next() throws RemoteProtocolException {
        try {
            return read();
        } catch (RemoteProtocolException e) {
            // There is no way to go on: where the next message begins is unknown, and to search for it would let an
            // attacker place it. Dropping the bytes keeps a long wrong input from being stored by keep().
            failure = e;
            if (!isHttp2Preface()) { // a server that speaks HTTP/2, too, reads on from there
                in.clear();
            }
            cycle.error(role.peer());
            throw e;
        }
    }

    private Event read() throws RemoteProtocolException {
        return switch (cycle.state(role.peer())) {
            case IDLE, SEND_RESPONSE -> readHead();
            case SEND_BODY -> readBody();
            // Pipelining (RFC 9112 §9.3.2): responses go out in the order of the requests, so the next request is not
            // even parsed before this cycle is over. It waits as bytes, in the kernel's buffers above all: a caller
            // that sees PAUSED stops reading, and TCP makes the client wait. A queue of parsed requests would need a
            // bound of its own.
            case DONE -> in.isEmpty() ? outcomeWithoutBytes() : Outcome.PAUSED;
            // RFC 9112 §9.6: a server "MUST NOT process any further requests" after one with the close option. They are
            // dropped, not refused: a client that pipelines may learn of the close from our response only.
            case MUST_CLOSE, CLOSED -> {
                in.clear();
                yield outcomeWithoutBytes();
            }
            // If our response accepts, the next bytes are the other protocol's, see trailingData. If it declines, they
            // are the next request, and Cycle makes the state DONE.
            case MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL -> Outcome.PAUSED;
            case ERROR -> throw Objects.requireNonNull(failure);
        };
    }

    /** The outcome between two messages when all bytes are used. */
    private Event outcomeWithoutBytes() {
        if (!ended) {
            return Outcome.NEED_DATA;
        }
        cycle.close(role.peer());
        return Outcome.CLOSED;
    }

    private Event readHead() throws RemoteProtocolException {
        boolean server = role == Role.SERVER;
        if (server && cycle.state(role) != State.IDLE) {
            // We have sent a final response before a request: 408 after a time-out. A request that comes now has
            // crossed it on the way, and has its response already. The client may repeat it on another connection.
            return Outcome.PAUSED;
        }
        if (!server && cycle.state(role.peer()) == State.IDLE && !in.isEmpty()) {
            // To keep these bytes would make them the response to our next request: response queue poisoning.
            throw RemoteProtocolException.bad("response without a request");
        }
        // The queue first: it may hold a pipelined head that came with the last one, or the beginning of this one.
        Event head;
        do {
            head = heads.read(in.lines());
        } while (head == null && in.pull());
        if (head == null) {
            return outcomeWithoutHead();
        }
        return server ? beginRequest((RequestHead) head) : beginAnswer(head);
    }

    /**
     * The outcome when the bytes make no complete head. EOF is allowed between messages only: behind a part of a head,
     * and where a client waits for a response, the message is incomplete (RFC 9112 §8).
     */
    private Event outcomeWithoutHead() throws RemoteProtocolException {
        boolean betweenMessages = cycle.state(role.peer()) == State.IDLE && !heads.isMidHead() && in.isEmpty();
        if (ended && !betweenMessages) {
            throw RemoteProtocolException.bad("EOF before the end of a head");
        }
        return outcomeWithoutBytes();
    }

    private Event beginRequest(RequestHead head) throws RemoteProtocolException {
        cycle.request(head, head.framing());
        beginBody(head.framing());
        return head;
    }

    private Event beginAnswer(Event answer) throws RemoteProtocolException {
        if (answer instanceof InformationalHead head) {
            // A 1xx ends with its head, so the state stays SEND_RESPONSE. After an unexpected 101 we could not tell
            // what the bytes behind it are.
            if (!cycle.mayAnswer(head)) {
                throw RemoteProtocolException.bad("101 (Switching Protocols) to a request without Upgrade");
            }
            if (++informational > limits.informational()) {
                int most = limits.informational();
                throw RemoteProtocolException.over(
                        "informational",
                        most,
                        Status.BAD_GATEWAY,
                        "more than " + most + " informational responses (1xx)");
            }
            cycle.informational(head);
            return head;
        }
        ResponseHead head = (ResponseHead) answer;
        informational = 0;
        if (head.framing() == Unmeasured.UNTIL_CLOSE) {
            // Also if the response says keep-alive: its body ends with the connection (RFC 9112 §9.3).
            cycle.disableKeepAlive();
        }
        cycle.response(head);
        beginBody(head.framing());
        return head;
    }

    private void beginBody(BodyFraming framing) throws RemoteProtocolException {
        body = BodyReader.of(framing, limits);
        // Bytes of a body are handed out where they are in the lent buffer, so that they are not copied. Without a body
        // the pulled bytes are the next head's, and stay where lines are read.
        if (body != BodyReader.Measured.NONE) {
            in.putBack();
        }
    }

    private Event readBody() throws RemoteProtocolException {
        Event event = body.next(in);
        if (event == null && !ended) {
            return Outcome.NEED_DATA;
        }
        if (event instanceof Data) {
            cycle.data(role.peer());
            return event;
        }
        // No event and EOF: the end of a body that lasts until the close, or else a truncated message.
        Event end = event == null ? body.atEndOfStream() : event;
        cycle.end(role.peer());
        return end;
    }
}

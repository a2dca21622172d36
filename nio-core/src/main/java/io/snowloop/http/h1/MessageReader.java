package io.snowloop.http.h1;

import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.Outcome;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reading half of a codec: what the peer's bytes mean depends on the state that the peer is in. */
final class MessageReader {
    /** Our own role; what is read comes from the other one. */
    private final Role role;

    private final Cycle cycle;
    private final Limits limits;
    private final Inbound in;
    private final HeadParser heads;

    /** Of the body that the peer is sending, if it is. */
    private BodyReader body = BodyReader.Measured.NONE;

    /** Whether the peer's stream has ended. */
    private boolean ended;

    /** What the peer has done wrong. */
    private @Nullable RemoteProtocolException failure;

    MessageReader(Role role, Cycle cycle, Limits limits, Scratch scratch) {
        this.role = role;
        this.cycle = cycle;
        this.limits = limits;
        this.in = new Inbound(scratch);
        this.heads = new HeadParser(role.peer(), limits, scratch.memo, cycle);
    }

    void receive(ByteBuffer bytes) {
        if (ended) {
            throw new IllegalStateException("bytes after the end of the stream");
        }
        in.lend(bytes);
    }

    void receiveEnd() {
        ended = true;
    }

    void keep() {
        in.keep();
    }

    boolean isMidHead() {
        return heads.isMidHead() || (cycle.state(role.peer()) == State.IDLE && !in.isEmpty());
    }

    boolean isFresh() {
        return heads.isFresh() && in.isEmpty() && !ended;
    }

    boolean hasTrailingData() {
        return !in.isEmpty();
    }

    ByteBuffer trailingData() {
        return in.drain();
    }

    Event next() throws RemoteProtocolException {
        try {
            return read();
        } catch (RemoteProtocolException e) {
            failure = e;
            in.discard();
            cycle.error(role.peer());
            throw e;
        }
    }

    private Event read() throws RemoteProtocolException {
        return switch (cycle.state(role.peer())) {
            case IDLE, SEND_RESPONSE -> readHead();
            case SEND_BODY -> readBody();
            case DONE -> in.isEmpty() ? nothing() : Outcome.PAUSED;
            case MUST_CLOSE, CLOSED -> {
                in.discard(); // RFC 9112 §9.6: no message after the last one is processed
                yield nothing();
            }
            case MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL -> Outcome.PAUSED;
            case ERROR -> throw Objects.requireNonNull(failure);
        };
    }

    /** There are no bytes, between messages. */
    private Event nothing() {
        if (!ended) {
            return Outcome.NEED_DATA;
        }
        cycle.close(role.peer());
        return Outcome.CLOSED;
    }

    private Event readHead() throws RemoteProtocolException {
        boolean server = role == Role.SERVER;
        if (server && cycle.state(role) != State.IDLE) {
            return Outcome.PAUSED; // we have refused the request before it came
        }
        if (!server && cycle.state(role.peer()) == State.IDLE && !in.isEmpty()) {
            throw RemoteProtocolException.bad("response that nobody has asked for");
        }
        Event head;
        do {
            head = heads.read(in.lines());
        } while (head == null && in.pull());
        if (head == null) {
            return noHead();
        }
        return server ? begin((RequestHead) head) : begin(head);
    }

    private Event noHead() throws RemoteProtocolException {
        boolean between = cycle.state(role.peer()) == State.IDLE && !heads.isMidHead() && in.isEmpty();
        if (ended && !between) {
            throw RemoteProtocolException.bad("stream ended before or inside of a head");
        }
        return nothing();
    }

    private Event begin(RequestHead head) throws RemoteProtocolException {
        cycle.request(head, head.framing());
        expect(head.framing());
        return head;
    }

    private Event begin(Event answer) throws RemoteProtocolException {
        if (answer instanceof InformationalHead head) {
            if (!cycle.mayAnswer(head)) {
                throw RemoteProtocolException.bad("101 that nobody has asked for");
            }
            cycle.informational(head);
            return head;
        }
        ResponseHead head = (ResponseHead) answer;
        if (head.framing() == Unmeasured.UNTIL_CLOSE) {
            cycle.disableKeepAlive();
        }
        cycle.response(head);
        expect(head.framing());
        return head;
    }

    private void expect(BodyFraming framing) throws RemoteProtocolException {
        body = BodyReader.of(framing, limits);
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
        Event end = event == null ? body.atEndOfStream() : event;
        cycle.end(role.peer());
        return end;
    }
}

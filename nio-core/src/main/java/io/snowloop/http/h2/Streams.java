// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.ClosedStreams.Cause;
import io.snowloop.http.h2.Transitions.Signal;
import io.snowloop.http.h2.table.StreamTable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All streams of a connection: which numbers are used, how many are open, and what becomes of those that close. */
final class Streams {
    private final Role role;
    private final Floods floods;
    private final StreamTable<Stream> open = new StreamTable<>();
    private final ClosedStreams closed = new ClosedStreams();

    /** The streams with data to send. */
    final SendOrder order = new SendOrder();

    /** The next one of ours; negative when all are used. A client's are odd (RFC 9113 §5.1.1). */
    private int nextOwn;

    /** The highest one of the peer's that a head has used, whatever became of it. */
    private int highestPeer;

    /** The highest one of the peer's whose head was an event. */
    private int lastAccepted;

    /** The highest one of the peer's that our last GOAWAY allows. */
    private int allowed = Http2Codec.MAX_STREAM;

    /** Whether a GOAWAY was sent or received: no further stream is opened. */
    private boolean goingAway;

    Streams(Role role, Floods floods) {
        this.role = role;
        this.floods = floods;
        this.nextOwn = role == Role.CLIENT ? 1 : 2;
    }

    int open() {
        return open.size();
    }

    int highestPeer() {
        return highestPeer;
    }

    int lastAccepted() {
        return lastAccepted;
    }

    boolean isGoingAway() {
        return goingAway || nextOwn < 0;
    }

    void goAway() {
        goingAway = true;
    }

    /** The stream of this number; null if it is idle or closed. */
    @Nullable
    Stream get(int number) {
        return open.get(number);
    }

    /** The stream of this number, which the caller wants to send on. */
    Stream require(int number) {
        Stream stream = open.get(number);
        if (stream == null) {
            throw new IllegalStateException("stream " + number + " is " + state(number));
        }
        return stream;
    }

    StreamState state(int number) {
        Stream stream = open.get(number);
        if (stream != null) {
            return stream.state();
        }
        return isIdle(number) ? StreamState.IDLE : StreamState.CLOSED;
    }

    boolean isIdle(int number) {
        return number <= 0 || (isOwn(number) ? nextOwn > 0 && number >= nextOwn : number > highestPeer);
    }

    boolean isOwn(int number) {
        return (number & 1) == (role == Role.CLIENT ? 1 : 0);
    }

    /**
     * Whether frames of a closed stream have no meaning, and are no error: they were on the way when we reset it, or a GOAWAY has
     * left it out. A client that cancels many requests at a time has forgotten some of them when the responses come.
     */
    boolean isIgnored(int number) {
        Cause cause = closed.causeOf(number);
        return cause == Cause.RESET_BY_US || isLeftOut(number) || (cause == Cause.UNKNOWN && isOwn(number));
    }

    /** Whether the peer knows that a closed stream is closed; otherwise its number was left out, or it is long ago. */
    boolean wasEndedByPeer(int number) {
        return closed.causeOf(number) == Cause.ENDED_BY_PEER;
    }

    boolean isLeftOut(int number) {
        return !isOwn(number) && number > allowed;
    }

    // ------------------------------------------------------------------------------------------------ opening

    /** Takes the next number of ours. */
    int takeNumber() {
        int number = nextOwn;
        nextOwn += 2; // negative after the last one
        return number;
    }

    /** The peer has used a number, and all lower ones with it (§5.1.1). */
    void used(int number) {
        highestPeer = number;
    }

    /** Adds a stream whose head is an event, or was sent. */
    void add(Stream stream, Signal head) {
        stream.move(head);
        open.put(stream.number, stream);
        if (!isOwn(stream.number)) {
            lastAccepted = stream.number;
        }
    }

    // ------------------------------------------------------------------------------------------------ closing

    /** END_STREAM of either side. */
    void end(Stream stream, Signal end) {
        stream.move(end);
        if (end == Signal.SEND_END) {
            order.remove(stream);
        }
        if (stream.isClosed()) {
            floods.streamCompleted();
            forget(stream, false);
        }
    }

    /** Ends a stream before its time. */
    void reset(Stream stream, boolean byUs) {
        stream.move(Signal.RESET);
        forget(stream, byUs);
    }

    /** Notes that a stream which never was open here is reset by us. */
    void refused(int number) {
        closed.add(number, true);
    }

    private void forget(Stream stream, boolean byUs) {
        order.remove(stream);
        open.remove(stream.number);
        closed.add(stream.number, byUs);
    }

    /** We take the peer's streams up to this number only. */
    void allowUpTo(int lastStream) {
        if (lastStream < 0 || lastStream > allowed) {
            throw new IllegalArgumentException("the last stream is " + lastStream
                    + (lastStream < 0 ? "" : ", but an earlier GOAWAY had " + allowed + ": it must not grow (§6.8)"));
        }
        allowed = lastStream;
        goingAway = true;
        open.forEach(stream -> {
            if (isLeftOut(stream.number)) {
                reset(stream, true);
            }
        });
    }

    /** The streams that are not closed, in the order of their numbers. The action may close them. */
    void forEach(Consumer<Stream> action) {
        open.forEach(action);
    }

    /** The streams that are not closed, in the order of their numbers. */
    List<Stream> all() {
        return open.all();
    }
}

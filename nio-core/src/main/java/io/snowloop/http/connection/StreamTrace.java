// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.StreamState;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopStream;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells the loop's observer of the streams of a connection: after each step what has changed. A loop whose observer does not ask
 * for streams has none of these.
 */
final class StreamTrace {
    private final Reactor reactor;
    private final int channel;
    private final Http2Codec codec;
    private final List<Told> streams = new ArrayList<>();

    /** What the observer knows of a stream. Of a window and a queue it is the number of binary digits. */
    private static final class Told {
        final LoopStream stream;
        StreamState state;
        int window = -1;
        int queued;

        Told(LoopStream stream, StreamState state) {
            this.stream = stream;
            this.state = state;
        }
    }

    private StreamTrace(Reactor reactor, int channel, Http2Codec codec) {
        this.reactor = reactor;
        this.channel = channel;
        this.codec = codec;
    }

    /** For a connection; null if its streams are not observed. */
    static @Nullable StreamTrace of(Transport transport, Http2Codec codec) {
        Reactor reactor = Reactor.of(transport.loop());
        return reactor.observesStreams() ? new StreamTrace(reactor, transport.channel(), codec) : null;
    }

    /** A stream has begun. */
    void opened(int number, String method, String path) {
        int query = path.indexOf('?'); // left out: a query may be long, or secret
        String name = method + " " + (query < 0 ? path : path.substring(0, query));
        Told told = new Told(new LoopStream(channel, number, name), codec.state(number));
        streams.add(told);
        reactor.observe(LoopEvent.STREAM_OPENED, valueOf(told.state), told.stream);
    }

    /** A stream was reset. Does nothing if it was closed before. */
    void reset(int number, ErrorCode code) {
        streams.removeIf(told -> {
            if (told.stream.number() != number) {
                return false;
            }
            reactor.observe(LoopEvent.STREAM_RESET, code.value(), told.stream);
            return true;
        });
    }

    /**
     * A step is over.
     * @param queued says how many bytes of a stream wait
     */
    void stepped(IntUnaryOperator queued) {
        streams.removeIf(told -> {
            int number = told.stream.number();
            StreamState state = codec.state(number);
            if (state != StreamState.CLOSED) {
                tellLevels(told, queued.applyAsInt(number), codec.window(number));
            }
            if (state != told.state) {
                told.state = state;
                reactor.observe(LoopEvent.STREAM_STATE, valueOf(state), told.stream);
            }
            return state == StreamState.CLOSED;
        });
    }

    private void tellLevels(Told told, int queued, long window) {
        int windowDigits = digits(window);
        if (windowDigits != told.window && codec.maySend(told.stream.number())) {
            told.window = windowDigits;
            reactor.observe(LoopEvent.STREAM_WINDOW, Math.max(0, window), told.stream);
        }
        int queuedDigits = digits(queued);
        if (queuedDigits != told.queued) {
            told.queued = queuedDigits;
            reactor.observe(LoopEvent.STREAM_QUEUED, queued, told.stream);
        }
    }

    /** How many binary digits a number has; 0 for one that is not positive. */
    private static int digits(long number) {
        return number <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /** As {@link LoopEvent#STREAM_STATE} has it. */
    private static int valueOf(StreamState state) {
        return switch (state) {
            case IDLE, OPEN -> 0;
            case HALF_CLOSED_LOCAL -> 1;
            case HALF_CLOSED_REMOTE -> 2;
            case CLOSED -> 3;
        };
    }
}

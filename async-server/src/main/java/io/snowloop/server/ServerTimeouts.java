package io.snowloop.server;

import java.time.Duration;

/**
 * How long a server waits for a client, or for a view.
 *
 * @param head for a request's head to be complete, from its first byte on, or from the connection's beginning; then 408
 * @param pace over which a client's speed is measured while it sends a body: at least {@link ServerOptions#minimumRate}
 *     bytes a second, or the connection ends
 * @param answerPace the same while it takes an answer. We see of that what our kernel gives room for, and with buffers of
 *     some MB in both kernels it does so in leaps: a client that reads 100 kB/s may look for 30 s as if it slept
 * @param handler for a view to answer, or to ask for the next piece of the request's body; then 503, and the view's
 *     future is cancelled
 * @param keepAlive for the next request on a connection; then it is closed
 * @param linger for the client to read our last answer and end its half, before we close (RFC 9112 §9.6): so long must it
 *     have been silent, as one that is still sending may not have looked for an answer yet
 * @param maxLinger for the same, silent or not
 */
public record ServerTimeouts(
        Duration head,
        Duration pace,
        Duration answerPace,
        Duration handler,
        Duration keepAlive,
        Duration linger,
        Duration maxLinger) {
    /** 10 s, 10 s, 60 s, 60 s, 60 s, 2 s, 30 s. */
    public static final ServerTimeouts DEFAULT = new ServerTimeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30));

    /** Checks that each is positive. */
    public ServerTimeouts {
        requirePositive("head", head);
        requirePositive("pace", pace);
        requirePositive("answerPace", answerPace);
        requirePositive("handler", handler);
        requirePositive("keepAlive", keepAlive);
        requirePositive("linger", linger);
        requirePositive("maxLinger", maxLinger);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the " + name + " time-out must be positive, not " + value);
        }
    }

    /** With another time for a request's head. */
    public ServerTimeouts withHead(Duration head) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another time over which the speed of a request's body is measured. */
    public ServerTimeouts withPace(Duration pace) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another time over which the speed is measured with which an answer is taken. */
    public ServerTimeouts withAnswerPace(Duration answerPace) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another time for views. */
    public ServerTimeouts withHandler(Duration handler) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another time for connections without a request. */
    public ServerTimeouts withKeepAlive(Duration keepAlive) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another silence after which the client must have read our last answer. */
    public ServerTimeouts withLinger(Duration linger) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }

    /** With another bound on the time for the client to read our last answer. */
    public ServerTimeouts withMaxLinger(Duration maxLinger) {
        return new ServerTimeouts(head, pace, answerPace, handler, keepAlive, linger, maxLinger);
    }
}

package io.snowloop.server;

import io.snowloop.http.h1.Limits;
import io.snowloop.transport.WaterMarks;
import java.time.InstantSource;

/**
 * How a server treats its connections.
 *
 * @param limits on what a request may be
 * @param timeouts how long it waits
 * @param minimumRate in bytes a second, from 1 to 1,000,000,000: a client that sends a body, or takes an answer, more
 *     slowly is cut off
 * @param maxConnections how many connections there may be at once; further ones wait in the backlog
 * @param maxRequests how many requests one connection may bring; it is closed after the last one
 * @param drain how many bytes of a request body that no view wanted are read, so that the connection can be used again;
 *     with more, it is closed
 * @param backlog how many connections the kernel holds for us until they are accepted
 * @param writeMarks of every connection's write queue
 * @param clock for the {@code Date} field
 */
public record ServerOptions(
        Limits limits,
        ServerTimeouts timeouts,
        long minimumRate,
        int maxConnections,
        long maxRequests,
        long drain,
        int backlog,
        WaterMarks writeMarks,
        InstantSource clock) {
    /** The usual limits, time-outs and marks; 500 B/s; 16,384 connections; 100,000 requests; 64 KiB; 1,024. */
    public static final ServerOptions DEFAULT = new ServerOptions(
            Limits.DEFAULT,
            ServerTimeouts.DEFAULT,
            500,
            16_384,
            100_000,
            64 * 1024,
            1_024,
            WaterMarks.DEFAULT,
            InstantSource.system());

    /** Checks the bounds. */
    public ServerOptions {
        requireAtLeast(1, "minimumRate", minimumRate);
        if (minimumRate > 1_000_000_000) {
            throw new IllegalArgumentException("minimumRate must be at most 1,000,000,000, not " + minimumRate);
        }
        requireAtLeast(1, "maxConnections", maxConnections);
        requireAtLeast(1, "maxRequests", maxRequests);
        requireAtLeast(0, "drain", drain);
        requireAtLeast(1, "backlog", backlog);
    }

    private static void requireAtLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    /** With other limits on requests. */
    public ServerOptions withLimits(Limits limits) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With other time-outs. */
    public ServerOptions withTimeouts(ServerTimeouts timeouts) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another speed that clients must keep. */
    public ServerOptions withMinimumRate(long minimumRate) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another bound on connections. */
    public ServerOptions withMaxConnections(int maxConnections) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another bound on the requests of one connection. */
    public ServerOptions withMaxRequests(long maxRequests) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another bound on what is drained. */
    public ServerOptions withDrain(long drain) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another backlog. */
    public ServerOptions withBacklog(int backlog) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With other water marks. */
    public ServerOptions withWriteMarks(WaterMarks writeMarks) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }

    /** With another clock. */
    public ServerOptions withClock(InstantSource clock) {
        return new ServerOptions(
                limits, timeouts, minimumRate, maxConnections, maxRequests, drain, backlog, writeMarks, clock);
    }
}

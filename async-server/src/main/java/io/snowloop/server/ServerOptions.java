package io.snowloop.server;

import io.snowloop.http.h1.Limits;
import io.snowloop.transport.WaterMarks;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a server treats its connections.
 *
 * @param limits on what a request may be
 * @param writeMarks of every connection's write queue
 * @param backlog how many connections the kernel holds for us until they are accepted
 * @param drain how many bytes of a request body that no view wanted are read, so that the connection can be used again;
 *     with more, it is closed
 * @param linger how long a connection that we end is kept open for the peer to read the last answer (RFC 9112 §9.6)
 * @param clock for the {@code Date} field
 */
public record ServerOptions(
        Limits limits, WaterMarks writeMarks, int backlog, int drain, Duration linger, InstantSource clock) {
    /** The usual limits and marks; a backlog of 1,024; 64 KiB; 2 s; the machine's clock. */
    public static final ServerOptions DEFAULT = new ServerOptions(
            Limits.DEFAULT, WaterMarks.DEFAULT, 1_024, 64 * 1024, Duration.ofSeconds(2), InstantSource.system());

    /** With other limits. */
    public ServerOptions withLimits(Limits limits) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }

    /** With other water marks. */
    public ServerOptions withWriteMarks(WaterMarks writeMarks) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }

    /** With another backlog. */
    public ServerOptions withBacklog(int backlog) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }

    /** With another bound on what is drained. */
    public ServerOptions withDrain(int drain) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }

    /** With another time for the peer to read the last answer. */
    public ServerOptions withLinger(Duration linger) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }

    /** With another clock. */
    public ServerOptions withClock(InstantSource clock) {
        return new ServerOptions(limits, writeMarks, backlog, drain, linger, clock);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Context;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Logs what fails on the server's side. While a backend is away each request fails alike, and a record with a stack for each would fill
 * the disk. So a spell of failures of one kind has a record with a stack at its begin, and then one a {@link
 * ServerOptions#failureInterval}, which counts the others. It is over when an interval has passed without a failure.
 *
 * <p>All loops of a server share it. A kind's timer belongs to the loop where its spell began. Code that does not fail never comes here.
 */
final class FailureLog {
    /** So many kinds may have a spell at the same time. Those beyond are one kind. */
    static final int MAX_KINDS = 64;

    private static final String NO_ERROR = "";

    private final Duration interval;
    private final ConcurrentMap<Kind, Spell> spells = new ConcurrentHashMap<>();

    /** @param interval zero: each failure is logged in full */
    FailureLog(Duration interval) {
        this.interval = interval;
    }

    /** Loads its classes: without a file descriptor, no class of a folder can be loaded. */
    static void load() {
        Kind.of(new LazyLogger(Snow.class), Level.ERROR, "failures", new IllegalStateException());
        Objects.requireNonNull(Spell.class);
    }

    /**
     * What failures must have in common to be counted together.
     *
     * @param outcome what the client got
     * @param type the name of the error's class; empty for none
     * @param place where it was thrown, if it may be a bug: two of those, in two views, are often of one class. Else null, because to fill
     *     in a stack takes long, and an overload must not become worse by its log
     */
    private record Kind(
            LazyLogger logger,
            Level level,
            String outcome,
            String type,
            @Nullable StackTraceElement place) {
        static Kind of(LazyLogger logger, Level level, String outcome, @Nullable Throwable error) {
            if (error == null) {
                return new Kind(logger, level, outcome, NO_ERROR, null);
            }
            StackTraceElement[] stack = level == Level.ERROR ? error.getStackTrace() : new StackTraceElement[0];
            return new Kind(logger, level, outcome, error.getClass().getName(), stack.length == 0 ? null : stack[0]);
        }

        /** For all kinds that there is no room for. */
        Kind withoutDetails() {
            return new Kind(logger, level, "failures of other kinds", NO_ERROR, null);
        }

        @Override
        public String toString() {
            return outcome
                    + (type.equals(NO_ERROR) ? "" : " because of " + type)
                    + (place == null ? "" : " at " + place);
        }
    }

    /**
     * Failures of one kind.
     *
     * @param more how many have come since the last record
     * @param said how many the last record has counted
     * @param last the message of the last one
     */
    private record Spell(Scheduler loop, Timer timer, long more, long said, String last) {
        Spell plus(String what) {
            return new Spell(loop, timer, more + 1, said, what);
        }

        Spell afterInterval(Timer next) {
            return new Spell(loop, next, 0, more, last);
        }
    }

    /** A handler has failed, and its request was answered with this status. On the loop. */
    void answered(LazyLogger logger, Scheduler loop, Status status, @Nullable Throwable error, String what) {
        failed(logger, ErrorStatus.level(status), loop, "answers of " + status, error, what);
    }

    /**
     * Something has failed. On the loop.
     *
     * @param outcome what failures of this kind have in common, in the plural
     * @param what of this one: the message
     */
    void failed(
            LazyLogger logger, Level level, Scheduler loop, String outcome, @Nullable Throwable error, String what) {
        if (level.compareTo(Level.WARNING) < 0 || interval.isZero()) {
            logger.log(level, what, error);
            return;
        }
        Kind kind = Kind.of(logger, level, outcome, error);
        if (!spells.containsKey(kind) && spells.size() >= MAX_KINDS) {
            kind = kind.withoutDetails();
        }
        if (isFirst(kind, loop, what)) {
            logger.log(level, what, error);
        } else {
            logger.log(Level.DEBUG, what, error);
        }
    }

    private boolean isFirst(Kind kind, Scheduler loop, String what) {
        return spells.compute(
                                kind,
                                (same, spell) -> spell == null
                                        ? new Spell(loop, timer(kind, loop), 0, 0, what)
                                        : spell.plus(what))
                        .more()
                == 0;
    }

    /** It runs outside of the request's context, because it speaks of many requests. */
    private Timer timer(Kind kind, Scheduler loop) {
        return Context.EMPTY.call(() -> loop.schedule(interval, () -> intervalIsOver(kind, loop)));
    }

    private void intervalIsOver(Kind kind, Scheduler loop) {
        Spell goesOn = spells.computeIfPresent(
                kind, (same, spell) -> spell.more() == 0 ? null : spell.afterInterval(timer(kind, loop)));
        if (goesOn != null) {
            say(kind, goesOn.said(), goesOn.last());
        }
    }

    private void say(Kind kind, long more, String last) {
        kind.logger()
                .log(
                        kind.level(),
                        () -> more + " more " + kind + " within " + interval + ", the last: " + last
                                + " (ServerOptions.failureInterval; each is logged at DEBUG)");
    }

    /** The server is closed: ends the spells that have begun on this loop, and says what was not said. On the loop. */
    void end(Scheduler loop) {
        spells.forEach((kind, spell) -> {
            if (spell.loop() == loop) {
                Spell ended = spells.remove(kind);
                if (ended != null) {
                    ended.timer().cancel();
                    if (ended.more() > 0) {
                        say(kind, ended.more(), ended.last());
                    }
                }
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.DeadlockError;
import io.snowloop.sim.LivelockError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a scene has failed.
 *
 * @param at the virtual time
 * @param host where; empty: nowhere in particular
 * @param symptom the kind of failure, in a few words
 * @param text what happened
 * @param line the line of the program, such as {@code Echo.java:31}; null if none is known
 */
public record Failure(
        Duration at,
        String host,
        String symptom,
        String text,
        @Nullable String line) {
    /** Of a text in characters: the program decides how long it is. */
    private static final int LONGEST = 2_000;

    /** Something that must have ended has not: a program, or a future that is not done. */
    public static final String STUCK = "stuck";

    /** The run goes on and on at the same time. */
    public static final String LIVELOCK = "livelock";

    /** Sockets, registrations or timers are still there at the end. */
    public static final String LEFT_OVER = "left over";

    /** The packages that are no program of a scene. */
    private static final List<String> TOOLKIT = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "io.snowloop.sim.",
            "io.snowloop.samples.scene.",
            "io.snowloop.samples.learn.",
            "io.snowloop.loop.",
            "io.snowloop.future.",
            "io.snowloop.transport.",
            "io.snowloop.http.",
            "io.snowloop.client.",
            "io.snowloop.server.");

    /** Cuts what is too long. */
    public Failure {
        symptom = cut(symptom);
        text = cut(text);
    }

    /** The beginning of a text that is too long to show. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    static Failure of(Throwable error, Duration at, String host) {
        try {
            return told(error, at, host);
        } catch (Throwable e) { // its class may be the program's, and so its methods
            return new Failure(
                    at,
                    host,
                    "threw " + name(error),
                    "a method of it throws " + e.getClass().getSimpleName(),
                    null);
        }
    }

    private static Failure told(Throwable error, Duration at, String host) {
        String text = String.valueOf(error.getMessage());
        String line = line(error);
        if (error instanceof Failed failed) {
            return new Failure(at, host, failed.symptom(), text, line);
        }
        if (error instanceof LivelockError livelock) {
            return new Failure(at, host, LIVELOCK, livelock.what(), line);
        }
        if (error instanceof DeadlockError deadlock) {
            return new Failure(at, host, STUCK, deadlock.what(), line);
        }
        String said = error.getMessage() == null ? "" : text;
        return new Failure(at, host, "threw " + name(error), said, line);
    }

    /** A class without a name of its own has one for the JVM. */
    private static String name(Throwable error) {
        Class<?> type = error.getClass();
        return type.isAnonymousClass() ? type.getName() : type.getSimpleName();
    }

    /** The innermost line that is the program's own. */
    private static @Nullable String line(Throwable error) {
        for (StackTraceElement frame : error.getStackTrace()) {
            if (TOOLKIT.stream().noneMatch(frame.getClassName()::startsWith)) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return null;
    }

    /** In one line: {@code server threw ...}. */
    @Override
    public String toString() {
        return symptom
                + (host.isEmpty() ? "" : " on " + host)
                + (text.isEmpty() ? "" : ": " + text)
                + (line == null ? "" : " (" + line + ")");
    }
}

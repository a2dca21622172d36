// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import io.snowloop.sim.Leftover;
import io.snowloop.sim.SimProvider;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What is asked of a program, in its own JVM: only there is its network. It says what it waits for. */
abstract class Check {
    private volatile String waitsFor = "the program has not ended";

    /** That of an order. */
    static Check of(Order order) {
        if (order.check().isEmpty()) {
            return new NoCheck();
        }
        return isUrl(order.check()) ? new UrlCheck(URI.create(order.check()), order.expected()) : new ClassCheck(order);
    }

    static boolean isUrl(String check) {
        return check.startsWith("http://") || check.startsWith("https://");
    }

    /** Waits until it can begin. */
    abstract void awaitBegin() throws Exception;

    /** Asks. */
    abstract Verdict ask() throws Exception;

    /** What it waits for at this time, and has not come: the end of a sentence about a failure. */
    final String waitsFor() {
        return waitsFor;
    }

    final void waitsFor(String what) {
        waitsFor = what;
    }

    /** The sockets that listen, such as {@code listening on 127.0.0.1:80}. */
    static List<String> listeners() {
        return leftovers(true);
    }

    /** The sockets that are connected. */
    static List<String> connections() {
        return leftovers(false);
    }

    private static List<String> leftovers(boolean listeners) {
        return SimProvider.simulation().leftovers().stream()
                .filter(left -> (left.kind() == Leftover.Kind.LISTENER) == listeners)
                .map(Leftover::text)
                .toList();
    }

    /** Waits in real time, because it must not change what happens on the network. */
    static void awaitListener(String end) throws InterruptedException {
        while (listeners().stream().noneMatch(text -> text.endsWith(end))) {
            Thread.sleep(5);
        }
    }

    /** There is none: the program ends by itself. */
    private static final class NoCheck extends Check {
        @Override
        void awaitBegin() throws InterruptedException {
            Thread.sleep(Long.MAX_VALUE);
        }

        @Override
        Verdict ask() {
            throw new AssertionError("it never begins");
        }
    }

    /** The main method of a class. */
    private static final class ClassCheck extends Check {
        private final List<String> words;

        ClassCheck(Order order) {
            words = Arrays.stream(order.check().split("\\s+")).toList();
        }

        @Override
        void awaitBegin() throws InterruptedException {
            waitsFor("the program listens on no port");
            awaitListener("");
        }

        @Override
        Verdict ask() throws Exception {
            waitsFor("the check has not ended");
            try {
                JarMain.call(words.get(0), words.subList(1, words.size()));
                return Verdict.fine("");
            } catch (ClassNotFoundException e) {
                return Verdict.fails("there is no class " + words.get(0) + " for the check in the jar");
            } catch (InvocationTargetException e) {
                Throwable thrown = Objects.requireNonNull(e.getCause());
                return Verdict.fails("the check threw " + thrown + place(thrown));
            }
        }

        private String place(Throwable thrown) {
            return Arrays.stream(thrown.getStackTrace())
                    .filter(frame -> frame.getClassName().startsWith(words.get(0)))
                    .findFirst()
                    .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                    .orElse("");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import java.util.Arrays;

/**
 * Until it is removed, a program that calls {@code System.exit} ends the JVM at once, with a message and with 1. Else a run that has not come to
 * its end would look like one that is fine, and the program's own shutdown hooks could keep the JVM as long as they like.
 */
final class ProgramExit {
    private final Thread hook = new Thread(ProgramExit::tell, "exit of a program");

    ProgramExit() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The signal of a Ctrl-C ends the JVM without a call of {@code exit}. */
    private static void tell() {
        boolean called = Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime")
                        && frame.getMethodName().equals("exit"));
        if (called) {
            String place = TimedRuns.place();
            System.err.println("snowloop: the program has called System.exit" + (place.isEmpty() ? "" : " at " + place)
                    + ", which ends the simulation, too: return from its main method");
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM ends already
        }
    }
}

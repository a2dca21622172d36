// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Prints what a sample sends and what comes: when, and on which thread. For one thread, that of the loop. */
public final class Journal {
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final Set<String> threads = new LinkedHashSet<>();
    private int requests;

    /** A journal that begins now. */
    public Journal(PrintStream out) {
        this.out = out;
    }

    /** Notes a request. The consumer notes its result. */
    public Consumer<Object> sent(String request) {
        requests++;
        print("sent", request);
        return result -> print("came", request + ": " + result);
    }

    /**
     * Prints the total time, and that of the same requests one after the other. It is measured, as a sum of the times above
     * would count what requests waited for each other.
     *
     * @param oneByOne makes the requests again, each when the one before is done
     */
    public void end(Runnable oneByOne) {
        String total = total();
        long again = System.nanoTime();
        oneByOne.run();
        out.println();
        out.println(total);
        out.println("One after the other, measured: " + millis(System.nanoTime() - again) + " ms.");
    }

    /** Prints the total time and a sentence on it. */
    public void end(String sentence) {
        out.println();
        out.println(total());
        out.println(sentence);
    }

    private String total() {
        return requests + " requests in " + millis(System.nanoTime() - began) + " ms, on "
                + (threads.size() == 1 ? "1 thread." : threads.size() + " threads.");
    }

    private void print(String what, String text) {
        String thread = Thread.currentThread().getName();
        threads.add(thread);
        out.printf(Locale.ROOT, "%5d ms  %s  %s  %s%n", millis(System.nanoTime() - began), thread, what, text);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}

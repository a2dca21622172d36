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
    private long sum;

    /** A journal that begins now. */
    public Journal(PrintStream out) {
        this.out = out;
    }

    /** Notes a request. The consumer notes its result. */
    public Consumer<Object> sent(String request) {
        long sent = System.nanoTime();
        requests++;
        print("sent", request);
        return result -> {
            sum += System.nanoTime() - sent;
            print("came", request + ": " + result);
        };
    }

    /** Prints the total time, and the sum of the times of the requests: the server waits, so none of them is time in line. */
    public void end() {
        out.println();
        out.println(total() + " One after the other: " + millis(sum) + " ms,");
        out.println("the sum of their times.");
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

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.loop.Ticker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Prints what a sample sends and what comes: when, and on which thread. For one thread, that of the loop. */
public final class Journal {
    private final PrintStream out;
    private final Ticker ticker;
    private final long began;
    private final Set<String> threads = new LinkedHashSet<>();
    private int requests;

    /** A journal that begins now. */
    public Journal(PrintStream out) {
        this(out, Ticker.system());
    }

    private Journal(PrintStream out, Ticker ticker) {
        this.out = out;
        this.ticker = ticker;
        this.began = ticker.nanoTime();
    }

    /**
     * Makes requests together and prints them, then one after the other, and prints how long each took. It makes
     * them once before, unseen: the first time loads classes, which may take longer than a page does.
     *
     * @param start starts a request, with the consumer of its result
     * @param run runs the loop until all that was started is done
     */
    public static <R> void compare(
            PrintStream out, List<R> requests, BiConsumer<R, Consumer<Object>> start, Runnable run) {
        compare(out, Ticker.system(), requests, start, run);
    }

    static <R> void compare(
            PrintStream out, Ticker ticker, List<R> requests, BiConsumer<R, Consumer<Object>> start, Runnable run) {
        together(new PrintStream(OutputStream.nullOutputStream()), ticker, requests, start, run);
        long together = together(out, ticker, requests, start, run);
        long began = ticker.nanoTime();
        requests.forEach(request -> {
            start.accept(request, result -> {});
            run.run();
        });
        long oneByOne = millis(ticker.nanoTime() - began);
        out.println("One after the other, measured: " + oneByOne + " ms.");
        if (requests.size() > 1 && oneByOne <= together) {
            out.println("In this run waiting for all of them at once saved nothing. If the machine was");
            out.println("busy with other work, run it again.");
        }
    }

    private static <R> long together(
            PrintStream out, Ticker ticker, List<R> requests, BiConsumer<R, Consumer<Object>> start, Runnable run) {
        Journal journal = new Journal(out, ticker);
        requests.forEach(request -> start.accept(request, journal.sent(request.toString())));
        run.run();
        return journal.total();
    }

    /** Notes a request. The consumer notes its result. */
    public Consumer<Object> sent(String request) {
        requests++;
        print("sent", request);
        return result -> print("came", request + ": " + result);
    }

    /** Prints the total time and a sentence on it. */
    public void end(String sentence) {
        total();
        out.println(sentence);
    }

    private long total() {
        long time = time();
        out.println();
        out.println(requests + " requests in " + time + " ms, on "
                + (threads.size() == 1 ? "1 thread." : threads.size() + " threads."));
        return time;
    }

    private void print(String what, String text) {
        String thread = Thread.currentThread().getName();
        threads.add(thread);
        out.printf(Locale.ROOT, "%5d ms  %s  %s  %s%n", time(), thread, what, text);
    }

    private long time() {
        return millis(ticker.nanoTime() - began);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}

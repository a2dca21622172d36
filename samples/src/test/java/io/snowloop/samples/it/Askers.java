// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients that get one page after the other, each on a new connection, so that a refusal shows. */
final class Askers {
    /** With so many the test has failed, and knows why. */
    private static final int MOST_FAILED = 100;

    /** What did not come to a 200. */
    final List<String> failed = new ArrayList<>();

    int served;
    private final Visitor visitor;
    private final Request request;
    private boolean stopped;
    private int running;

    Askers(Visitor visitor, int count, String url) {
        this.visitor = visitor;
        this.request = Request.get(url).withHeader("Connection", "close");
        this.running = count;
        for (int i = 0; i < count; i++) {
            ask();
        }
    }

    private void ask() {
        if (stopped) {
            running--;
            return;
        }
        visitor.fetcher.fetch(request).onComplete((response, error) -> {
            if (error == null && response.status().code() == 200) {
                served++;
            } else {
                failed.add(error == null ? response.toString() : error.toString());
            }
            if (failed.size() < MOST_FAILED) {
                ask();
            } else { // of a fetcher that is closed, each one fails at once
                running--;
            }
        });
    }

    /** They go on until this program has ended, which is not one of theirs. */
    @SuppressWarnings("FutureReturnValueIgnored") // run.get() has its error
    void during(Runnable program) throws Exception {
        CompletableFuture<Void> run = CompletableFuture.runAsync(program);
        run.whenComplete((ended, error) -> visitor.loop.execute(() -> {})); // it wakes up
        visitor.loop.runWhile(() -> !run.isDone());
        run.get();
    }

    /** They go on until so many more pages have come, unless too many have failed. */
    void andThen(int pages) {
        int until = served + pages;
        visitor.loop.runWhile(() -> served < until && running > 0);
        assertThat(running).as("clients that go on, of %s", failed).isPositive();
    }

    void stop() {
        stopped = true;
        visitor.loop.runWhile(() -> running > 0);
    }
}

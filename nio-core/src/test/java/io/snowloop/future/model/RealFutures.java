// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The real futures. */
final class RealFutures implements Futures {
    private final List<ManualExecutor> executors = List.of(new ManualExecutor(), new ManualExecutor());
    private final List<Future<Object>> futures = new ArrayList<>();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private final Map<Integer, Integer> discarded = new TreeMap<>();
    private final List<String> log = new ArrayList<>();

    private final class Resource implements Cancellable {
        private final int number;

        Resource(int number) {
            this.number = number;
        }

        @Override
        public boolean cancel() {
            discarded.merge(number, 1, Integer::sum);
            return true;
        }

        @Override
        public String toString() {
            return "r" + number;
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void promise(int executor) {
        futures.add(new Promise<>(executors.get(executor)));
    }

    @Override
    public void completed(int resource) {
        futures.add(Future.completed(new Resource(resource)));
    }

    @Override
    public void map(int source, Action action) {
        int number = futures.size();
        futures.add(futures.get(source).map(value -> {
            begin(number, action, value);
            return switch (action.kind()) {
                case SAME -> value;
                case NEW -> new Resource(action.resource());
                case PLAIN -> "plain";
                default -> throw new IllegalStateException("thrown");
            };
        }));
    }

    @Override
    public void flatMap(int source, Action action) {
        int number = futures.size();
        futures.add(futures.get(source).flatMap(value -> {
            begin(number, action, value);
            return bound(action, value);
        }));
    }

    @Override
    public void recover(int source, Action action) {
        int number = futures.size();
        futures.add(futures.get(source).recoverWith(error -> {
            begin(number, action, describe(error));
            return bound(action, "error");
        }));
    }

    private void begin(int number, Action action, Object given) {
        log.add("function of " + number + " gets " + describe(given));
        if (action.cancels() >= 0) {
            cancel(action.cancels());
        }
    }

    private Future<Object> bound(Action action, Object value) {
        return switch (action.kind()) {
            case SAME -> Future.completed(value);
            case NEW, DONE -> Future.completed(new Resource(action.resource()));
            case PLAIN -> Future.completed("plain");
            case THROW -> throw new IllegalStateException("thrown");
            case LENT -> Future.completed(value).shield();
            case FUTURE -> made(action.future());
            case NEXT -> made(action.future()).map(next -> next);
        };
    }

    @Override
    public void on(int source, int executor) {
        futures.add(futures.get(source).on(executors.get(executor)));
    }

    @Override
    public void timeout(int source) {
        futures.add(futures.get(source).timeout(Duration.ofMillis(500)));
    }

    @Override
    public void shield(int source) {
        futures.add(futures.get(source).shield());
    }

    @Override
    public void race(int executor, List<Integer> members) {
        futures.add(Future.race(executors.get(executor), all(members)));
    }

    @Override
    public void any(int executor, List<Integer> members) {
        futures.add(Future.any(executors.get(executor), all(members)));
    }

    @Override
    public void all(int executor, List<Integer> members) {
        futures.add(untyped(Future.all(executors.get(executor), all(members))));
    }

    @Override
    public void allSettled(int executor, List<Integer> members) {
        futures.add(untyped(Future.allSettled(executors.get(executor), all(members))));
    }

    @SuppressWarnings("unchecked") // a future is only read
    private static Future<Object> untyped(Future<?> future) {
        return (Future<Object>) future;
    }

    private List<Future<Object>> all(List<Integer> numbers) {
        return numbers.stream().map(futures::get).collect(Collectors.toList());
    }

    @Override
    public void stage(int executor) {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        stages.add(stage);
        futures.add(Future.from(executors.get(executor), stage));
    }

    @Override
    public void complete(int promise, int resource) {
        log.add("complete " + promise + ": "
                + ((Promise<Object>) futures.get(promise)).complete(new Resource(resource)));
    }

    @Override
    public void fail(int promise) {
        log.add("fail " + promise + ": " + ((Promise<Object>) futures.get(promise)).fail(new Failure("broken")));
    }

    @Override
    public void completeStage(int stage, int resource) {
        log.add("complete stage " + stage + ": " + stages.get(stage).complete(new Resource(resource)));
    }

    /** A function of a completed future runs before its own future is made. */
    private Future<Object> made(int future) {
        if (future >= futures.size()) {
            throw new IllegalStateException("thrown");
        }
        return futures.get(future);
    }

    @Override
    public void cancel(int future) {
        if (future < futures.size()) {
            log.add("cancel " + future + ": " + futures.get(future).cancel());
        }
    }

    @Override
    public void onComplete(int future, Action action) {
        futures.get(future).onComplete((value, error) -> {
            log.add("callback of " + future + " gets " + (error == null ? describe(value) : describe(error)));
            if (action.cancels() >= 0) {
                cancel(action.cancels());
            }
        });
    }

    @Override
    public void onDone(int future, Action action) {
        futures.get(future).onDone(() -> {
            log.add("action of " + future);
            if (action.cancels() >= 0) {
                cancel(action.cancels());
            }
        });
    }

    @Override
    public void ask(int future) {
        Completed<Object> outcome = futures.get(future).outcome();
        log.add(future + " is " + (outcome == null ? "pending" : describe(outcome)));
    }

    @Override
    public void turn(int executor) {
        for (int i = executors.get(executor).queued(); i > 0; i--) {
            executors.get(executor).runNext();
        }
    }

    @Override
    public void runAll() {
        while (executors.stream().anyMatch(executor -> executor.queued() > 0)) {
            executors.forEach(ManualExecutor::runAll);
        }
    }

    @Override
    public void advance(int executor) {
        executors.get(executor).advance(Duration.ofSeconds(1));
    }

    @Override
    public List<String> log() {
        List<String> all = new ArrayList<>(log);
        for (int i = 0; i < futures.size(); i++) {
            all.add(i
                    + (futures.get(i).isDone() ? " done" : " pending")
                    + (futures.get(i).isFailed() ? " failed" : ""));
        }
        executors.forEach(executor -> executor.errors().forEach(error -> all.add("error " + error)));
        return all;
    }

    @Override
    public Map<Integer, Integer> discarded() {
        return discarded;
    }

    private static String describe(Object value) {
        if (value instanceof Completed<?> outcome) {
            return outcome.error() == null ? describe(outcome.value()) : describe(outcome.error());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RealFutures::describe).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof CancellationException) {
            return "cancelled";
        }
        if (value instanceof TimeoutException) {
            return "time-out";
        }
        if (value instanceof IllegalStateException itself
                && !itself.getMessage().equals("thrown")) {
            return "waits for itself";
        }
        return value instanceof Throwable error ? error.getMessage() : String.valueOf(value);
    }
}

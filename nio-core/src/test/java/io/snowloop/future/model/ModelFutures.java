// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import io.snowloop.future.model.ModelFuture.Executor;
import io.snowloop.future.model.ModelFuture.Outcome;
import io.snowloop.future.model.ModelFuture.Resource;
import io.snowloop.future.model.ModelFuture.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The model's futures, and the combinators as the Javadoc says they are. */
final class ModelFutures implements Futures {
    private final List<Executor> executors = List.of(new Executor(), new Executor());
    private final List<ModelFuture> futures = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final Map<Integer, Integer> discarded = new TreeMap<>();
    private final List<String> log = new ArrayList<>();

    /** A stage of the JDK. */
    private static final class Stage {
        final ModelFuture future;
        boolean done;

        Stage(ModelFuture future) {
            this.future = future;
        }
    }

    // ------------------------------------------------------------------------------------------------------- outcomes

    private Outcome resource(int number) {
        return value(new Resource(number));
    }

    private Outcome value(Object value) {
        return value instanceof Resource resource
                ? new Outcome(resource, null, () -> discarded.merge(resource.number(), 1, Integer::sum))
                : new Outcome(value, null, null);
    }

    private static Outcome error(String error) {
        return new Outcome(null, error, null);
    }

    // --------------------------------------------------------------------------------------------------------- making

    @Override
    public void promise(int executor) {
        futures.add(new ModelFuture(executors.get(executor)));
    }

    @Override
    public void completed(int resource) {
        futures.add(ModelFuture.completed(resource(resource)));
    }

    @Override
    public void map(int source, Action action) {
        onValue(source, action);
    }

    @Override
    public void flatMap(int source, Action action) {
        onValue(source, action);
    }

    private void onValue(int source, Action action) {
        int number = futures.size();
        futures.add(futures.get(source).transform(given -> given.error != null ? null : call(number, action, given)));
    }

    @Override
    public void recover(int source, Action action) {
        int number = futures.size();
        futures.add(futures.get(source).transform(given -> given.error == null ? null : call(number, action, given)));
    }

    private ModelFuture call(int number, Action action, Outcome given) {
        log.add("function of " + number + " gets " + given);
        if (action.cancels() >= 0) {
            cancel(action.cancels());
        }
        return switch (action.kind()) {
            case SAME -> given.error == null ? null : ModelFuture.completed(value("error"));
            case NEW, DONE -> ModelFuture.completed(resource(action.resource()));
            case PLAIN -> ModelFuture.completed(value("plain"));
            case THROW -> ModelFuture.completed(error("thrown"));
            case LENT -> ModelFuture.completed(new Outcome(given.error == null ? given.value : "error", null, null));
            case FUTURE -> made(action.future());
            case NEXT -> made(action.future()).transform(next -> null);
        };
    }

    /** A function of a completed future runs before its own future is made. */
    private ModelFuture made(int future) {
        return future < futures.size() ? futures.get(future) : ModelFuture.completed(error("thrown"));
    }

    @Override
    public void on(int source, int executor) {
        futures.add(futures.get(source).on(executors.get(executor)));
    }

    @Override
    public void timeout(int source) {
        futures.add(futures.get(source).timeout(500));
    }

    @Override
    public void shield(int source) {
        futures.add(futures.get(source).shield());
    }

    // ---------------------------------------------------------------------------------------------------- combinators

    @Override
    public void race(int executor, List<Integer> members) {
        first(executor, members, given -> true);
    }

    @Override
    public void any(int executor, List<Integer> members) {
        int[] failed = new int[1];
        first(executor, members, given -> given.error == null || ++failed[0] == members.size());
    }

    private void first(int executor, List<Integer> numbers, Predicate<Outcome> wins) {
        ModelFuture result = new ModelFuture(executors.get(executor));
        List<ModelFuture> members = members(numbers);
        for (ModelFuture member : members) {
            member.on(executors.get(executor)).link((given, receiver) -> {
                if (wins.test(given)) {
                    result.take(given, receiver);
                }
            });
        }
        result.onDone(() -> members.forEach(ModelFuture::cancel));
        futures.add(result);
    }

    @Override
    public void all(int executor, List<Integer> members) {
        gather(executor, members, true);
    }

    @Override
    public void allSettled(int executor, List<Integer> members) {
        gather(executor, members, false);
    }

    private void gather(int executor, List<Integer> numbers, boolean failFast) {
        ModelFuture result = new ModelFuture(executors.get(executor));
        List<ModelFuture> members = members(numbers);
        Outcome[] outcomes = new Outcome[members.size()];
        Object[] receivers = new Object[members.size()];
        Runnable refuseAll = () -> {
            for (int i = 0; i < outcomes.length; i++) {
                if (outcomes[i] != null) {
                    outcomes[i].refusedBy(receivers[i]);
                }
            }
        };
        for (int i = 0; i < outcomes.length; i++) {
            int index = i;
            members.get(i).on(executors.get(executor)).link((given, receiver) -> {
                if (result.isDone()) {
                    given.refusedBy(receiver);
                } else if (failFast && given.error != null) {
                    result.settle(given);
                } else {
                    outcomes[index] = given;
                    receivers[index] = receiver;
                    if (Arrays.stream(outcomes).allMatch(outcome -> outcome != null)) {
                        result.settle(new Outcome(List.of(outcomes), null, refuseAll));
                    }
                }
            });
        }
        result.onDone(() -> {
            members.forEach(ModelFuture::cancel);
            if (result.outcome().error != null) {
                refuseAll.run();
            }
        });
        futures.add(result);
    }

    private List<ModelFuture> members(List<Integer> numbers) {
        return numbers.stream().map(futures::get).collect(Collectors.toList());
    }

    @Override
    public void stage(int executor) {
        Stage stage = new Stage(new ModelFuture(executors.get(executor)));
        stage.future.onDone(() -> stage.done |= "cancelled".equals(stage.future.outcome().error));
        stages.add(stage);
        futures.add(stage.future);
    }

    // ---------------------------------------------------------------------------------------------------------- using

    @Override
    public void complete(int promise, int resource) {
        log.add("complete " + promise + ": " + futures.get(promise).settle(resource(resource)));
    }

    @Override
    public void fail(int promise) {
        log.add("fail " + promise + ": " + futures.get(promise).settle(error("broken")));
    }

    @Override
    public void completeStage(int number, int resource) {
        Stage stage = stages.get(number);
        log.add("complete stage " + number + ": " + !stage.done);
        if (!stage.done) {
            stage.done = true;
            stage.future.take(resource(resource), null);
        }
    }

    @Override
    public void cancel(int future) {
        if (future < futures.size()) {
            log.add("cancel " + future + ": " + futures.get(future).cancel());
        }
    }

    @Override
    public void onComplete(int future, Action action) {
        futures.get(future).onComplete(given -> {
            log.add("callback of " + future + " gets " + given);
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
        Outcome outcome = futures.get(future).outcome();
        if (outcome != null) {
            outcome.received = true;
        }
        log.add(future + " is " + (outcome == null ? "pending" : outcome));
    }

    // ----------------------------------------------------------------------------------------------------------- time

    @Override
    public void turn(int executor) {
        for (int i = executors.get(executor).tasks.size(); i > 0; i--) {
            executors.get(executor).tasks.remove().run();
        }
    }

    @Override
    public void runAll() {
        while (executors.stream().anyMatch(executor -> !executor.tasks.isEmpty())) {
            executors.forEach(ModelFutures::runAll);
        }
    }

    private static void runAll(Executor executor) {
        while (!executor.tasks.isEmpty()) {
            executor.tasks.remove().run();
        }
    }

    @Override
    public void advance(int number) {
        Executor executor = executors.get(number);
        long end = executor.now + 1000;
        for (Optional<Timer> due = next(executor, end); due.isPresent(); due = next(executor, end)) {
            Timer timer = due.get();
            executor.now = timer.due();
            executor.timers.removeIf(other -> other == timer);
            timer.task().run();
            runAll(executor);
        }
        executor.now = end;
    }

    private static Optional<Timer> next(Executor executor, long end) {
        return executor.timers.stream().filter(timer -> timer.due() <= end).min(Comparator.comparingLong(Timer::due));
    }

    // ---------------------------------------------------------------------------------------------------------- seen

    @Override
    public List<String> log() {
        List<String> all = new ArrayList<>(log);
        for (int i = 0; i < futures.size(); i++) {
            Outcome outcome = futures.get(i).outcome();
            all.add(i + (outcome == null ? " pending" : outcome.error == null ? " done" : " done failed"));
        }
        return all;
    }

    @Override
    public Map<Integer, Integer> discarded() {
        return discarded;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import io.snowloop.future.model.Futures.Action;
import io.snowloop.future.model.Futures.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A random program of a seed. */
final class FutureProgram {
    private static final int LENGTH = 30;

    /** One operation, and how it is written in a message. */
    record Step(String text, Consumer<Futures> operation) {}

    private final List<Step> steps = new ArrayList<>();
    private final Random random;
    private final List<Integer> promises = new ArrayList<>();
    private int futures;
    private int stages;
    private int resources;

    FutureProgram(long seed) {
        random = new Random(seed);
        promise();
        for (int i = 0; i < LENGTH; i++) {
            step();
        }
        add("runAll()", Futures::runAll);
    }

    List<Step> steps() {
        return steps;
    }

    private void add(String text, Consumer<Futures> operation) {
        steps.add(new Step(text, operation));
    }

    /** Makes a future, whose number is in the text. */
    private void make(String text, Consumer<Futures> operation) {
        add(futures++ + " = " + text, operation);
    }

    private void promise() {
        int executor = executor();
        promises.add(futures);
        make("promise(" + executor + ")", all -> all.promise(executor));
    }

    private void step() {
        int future = future();
        int executor = executor();
        int promise = promises.get(random.nextInt(promises.size()));
        int resource = resources++;
        Action mapping = action(futures + 1, Kind.SAME, Kind.NEW, Kind.PLAIN, Kind.THROW);
        Action binding =
                random.nextBoolean() ? action(futures + 1, Kind.FUTURE, Kind.NEXT) : action(futures + 1, Kind.values());
        Action effect = action(futures, Kind.PLAIN);
        List<Integer> members = random.nextBoolean() ? List.of(future) : List.of(future, future());
        switch (random.nextInt(32)) {
            case 0, 1 -> promise();
            case 2 -> make("completed(r" + resource + ")", all -> all.completed(resource));
            case 3, 4 -> make("map(" + future + ", " + mapping + ")", all -> all.map(future, mapping));
            case 5, 6, 7 -> make("flatMap(" + future + ", " + binding + ")", all -> all.flatMap(future, binding));
            case 8 -> make("recover(" + future + ", " + binding + ")", all -> all.recover(future, binding));
            case 9 -> make("on(" + future + ", " + executor + ")", all -> all.on(future, executor));
            case 10 -> make("timeout(" + future + ")", all -> all.timeout(future));
            case 11 -> make("shield(" + future + ")", all -> all.shield(future));
            case 12 -> make("race(" + executor + ", " + members + ")", all -> all.race(executor, members));
            case 13 -> make("any(" + executor + ", " + members + ")", all -> all.any(executor, members));
            case 14 -> make("all(" + executor + ", " + members + ")", all -> all.all(executor, members));
            case 15 -> make("allSettled(" + executor + ", " + members + ")", all -> all.allSettled(executor, members));
            case 16 -> {
                stages++;
                make("stage(" + executor + ")", all -> all.stage(executor));
            }
            case 17, 18, 19 ->
                add("complete(" + promise + ", r" + resource + ")", all -> all.complete(promise, resource));
            case 20 -> add("fail(" + promise + ")", all -> all.fail(promise));
            case 21 -> {
                int stage = random.nextInt(stages + 1);
                if (stage < stages) {
                    add("completeStage(" + stage + ", r" + resource + ")", all -> all.completeStage(stage, resource));
                }
            }
            case 22, 23 -> add("cancel(" + future + ")", all -> all.cancel(future));
            case 24 -> {
                if (random.nextInt(3) == 0) {
                    add("onComplete(" + future + ", " + effect + ")", all -> all.onComplete(future, effect));
                } else if (random.nextInt(2) == 0) {
                    add("onDone(" + future + ", " + effect + ")", all -> all.onDone(future, effect));
                } else {
                    add("ask(" + future + ")", all -> all.ask(future));
                }
            }
            case 25, 26, 27, 28, 29, 30 -> add("turn(" + executor + ")", all -> all.turn(executor));
            default -> add("advance(" + executor + ")", all -> all.advance(executor));
        }
    }

    /** What a function does, which knows the first futures. */
    private Action action(int known, Kind... kinds) {
        Kind kind = kinds[random.nextInt(kinds.length)];
        return new Action(kind, resources++, future(known), random.nextInt(3) == 0 ? future(known) : -1);
    }

    private int future() {
        return future(futures);
    }

    /** One of the first futures; the latest ones more often. */
    private int future(int known) {
        return random.nextBoolean() ? random.nextInt(known) : Math.max(0, known - 1 - random.nextInt(3));
    }

    private int executor() {
        return random.nextInt(4) == 0 ? 1 : 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * What the two programs of an animal do in its two scenes, with each of 200 seeds. All animals are run once for all tests, on as
 * many threads as there are processors: a simulation has one thread that runs at any time.
 */
record ZooRuns(
        Scenes.Result deskOfWrong, Scenes.Result fieldOfWrong, Scenes.Result deskOfRight, Scenes.Result fieldOfRight) {
    private static final int SEEDS = 200;

    private static final Map<String, CompletableFuture<ZooRuns>> ALL = start();

    private static Map<String, CompletableFuture<ZooRuns>> start() {
        Executor threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "zoo");
            thread.setDaemon(true);
            return thread;
        });
        Map<String, CompletableFuture<ZooRuns>> all = new LinkedHashMap<>();
        Zoo.ALL.forEach(
                animal -> all.put(animal.card().name(), CompletableFuture.supplyAsync(() -> run(animal), threads)));
        return all;
    }

    private static ZooRuns run(Animal<?> animal) {
        return new ZooRuns(
                run(animal.deskOfWrong()),
                run(animal.fieldOfWrong()),
                run(animal.deskOfRight()),
                run(animal.fieldOfRight()));
    }

    private static Scenes.Result run(Scene scene) {
        return Scenes.run(scene, SEEDS);
    }

    /** The runs of an animal, when they are done. */
    static ZooRuns of(Animal<?> animal) {
        return Objects.requireNonNull(ALL.get(animal.card().name())).join();
    }
}

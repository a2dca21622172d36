// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lookupinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A name looked up on the loop. */
public final class LookupInLoop implements Animal<Lookup> {
    /** The animal. */
    public LookupInLoop() {}

    @Override
    public Card card() {
        return new Card(
                "lookup-in-loop",
                "a name is looked up on the loop",
                "a resolver that answers at once",
                "a resolver that takes up to 3 seconds",
                "late",
                List.of(
                        "Which line of the timeline comes right before the gap?",
                        "new InetSocketAddress(\"example.org\", 80) looks like a constructor. What does it wait for?",
                        "A call that blocks needs a thread that may block. How does its result come back to the loop?"));
    }

    @Override
    public Lookup wrong() {
        return new Wrong();
    }

    @Override
    public Lookup right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Lookup program) {
        resolve(stage, program, 0);
    }

    @Override
    public void field(Stage stage, Lookup program) {
        resolve(stage, program, stage.random().nextInt(3_000));
    }

    private static void resolve(Stage stage, Lookup lookup, int millis) {
        EventLoop loop = stage.loop("server");
        Function<String, String> names = name -> {
            stage.sleep(Duration.ofMillis(millis));
            return "10.0.0.9";
        };
        loop.schedule(Duration.ofMillis(10), () -> {
            stage.say("server", "connects to example.org");
            Future<String> address =
                    lookup.address("example.org", loop, names, work -> stage.run("worker", host -> work.run()));
            stage.await("server", address.map(found -> {
                stage.say("server", "its address is " + found);
                return found;
            }));
        });
        loop.schedule(Duration.ofMillis(20), () -> {
            long late = stage.now().toMillis() - 20;
            Stage.check(late < 5, "late", "a timer of the same loop is late by " + late + " ms");
        });
        stage.await("server", "the timer", () -> stage.now().toMillis() > 20);
        stage.at(Duration.ofMillis(21), () -> {});
    }
}

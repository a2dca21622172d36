// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lostwakeup;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.util.ArrayList;
import java.util.List;

/** A loop that looks at its queue, and then says that it sleeps. */
public final class LostWakeUp implements Animal<HandOver> {
    /** The animal. */
    public LostWakeUp() {}

    @Override
    public Card card() {
        return new Card(
                "lost-wake-up",
                "a loop looks at its queue, then goes to sleep",
                "the task comes before or after",
                "the task comes between any two steps",
                "task late",
                List.of(
                        "What does the thread see when it looks, and what does the loop do next?",
                        "There are 20 orders of these steps. In how many of them is the task lost? What have they in common?",
                        "Of two threads each says something and then looks. In which order, so that at least one of them sees the other?"));
    }

    @Override
    public HandOver wrong() {
        return new Wrong();
    }

    @Override
    public HandOver right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, HandOver program) {
        run(stage, program, stage.random().nextBoolean() ? "LLLTTT" : "TTTLLL");
    }

    @Override
    public void field(Stage stage, HandOver program) {
        List<String> orders = orders("", 3, 3);
        run(stage, program, orders.get((int) (stage.simulation().seed() % orders.size())));
    }

    private static void run(Stage stage, HandOver handOver, String order) {
        List<HandOver.Step> loop = new ArrayList<>(handOver.loop());
        List<HandOver.Step> thread = new ArrayList<>(handOver.thread());
        for (int i = 0; i < order.length(); i++) {
            char next = order.charAt(i);
            HandOver.Step step = (next == 'L' ? loop : thread).remove(0);
            step.action().run();
            stage.say(next == 'L' ? "loop" : "thread", step.text());
        }
        stage.atEnd(() -> Stage.check(
                !(handOver.selecting && handOver.queued && !handOver.wokenUp),
                "task late",
                "a task is queued, and the loop sleeps until something else wakes it up"));
    }

    /** All orders of so many steps of the loop and of the thread. */
    private static List<String> orders(String begun, int loop, int thread) {
        List<String> orders = new ArrayList<>();
        if (loop == 0 && thread == 0) {
            orders.add(begun);
        }
        if (loop > 0) {
            orders.addAll(orders(begun + "L", loop - 1, thread));
        }
        if (thread > 0) {
            orders.addAll(orders(begun + "T", loop, thread - 1));
        }
        return orders;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.inlinecallback;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.util.List;
import java.util.function.Consumer;

/** A list walked while callbacks change it. */
public final class InlineCallback implements Animal<Topic> {
    /** The animal. */
    public InlineCallback() {}

    @Override
    public Card card() {
        return new Card(
                "inline-callback",
                "a list is walked while callbacks change it",
                "listeners that stay",
                "a listener that wants the first news only",
                "threw ConcurrentModificationException",
                List.of(
                        "What does the last listener that is told something do then?",
                        "A callback is code of others. It may call you back. What may it call?",
                        "Which list does the loop walk, and which does unsubscribe change?"));
    }

    @Override
    public Topic wrong() {
        return new Wrong();
    }

    @Override
    public Topic right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Topic program) {
        publish(stage, program, -1);
    }

    @Override
    public void field(Stage stage, Topic program) {
        publish(stage, program, stage.random().nextInt(4));
    }

    private static void publish(Stage stage, Topic topic, int leaving) {
        for (int i = 0; i < 4; i++) {
            int number = i;
            topic.subscribe(new Consumer<String>() {
                @Override
                public void accept(String news) {
                    stage.say("topic", "listener " + number + " is told: " + news);
                    if (number == leaving) {
                        topic.unsubscribe(this);
                        stage.say("topic", "listener " + number + " leaves");
                    }
                }
            });
        }
        stage.run("topic", host -> {
            topic.publish("it snows");
            topic.publish("it thaws");
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.inlinecallback;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Callbacks called from inside of the call that causes them. */
public final class InlineCallback implements Animal<Topic> {
    private static final int NONE = -1;

    /** The animal. */
    public InlineCallback() {}

    @Override
    public Card card() {
        return new Card(
                "inline-callback",
                "callbacks are called from inside of the call",
                "listeners that stay",
                "a listener that leaves, or asks for more",
                List.of("threw ConcurrentModificationException", "threw StackOverflowError"),
                List.of(
                        "What does the last listener that is told something do then?",
                        "A callback is code of others. It may call you back. What may it call?",
                        "Which list does publish walk when a listener leaves? How deep is the stack when it publishes?"));
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
        publish(stage, program, NONE);
    }

    @Override
    public void field(Stage stage, Topic program) {
        if (stage.random().nextInt(10) == 0) {
            load(stage, program, 20_000);
        } else {
            publish(stage, program, stage.random().nextInt(4));
        }
    }

    /** Four listeners, of which one may leave when it is told something. */
    private static void publish(Stage stage, Topic topic, int leaving) {
        EventLoop loop = stage.loop("topic");
        for (int i = 0; i < 4; i++) {
            int number = i;
            topic.subscribe(new Consumer<String>() {
                @Override
                public void accept(String news) {
                    stage.say("topic", "listener " + number + ": " + news);
                    if (number == leaving) {
                        topic.unsubscribe(this);
                        stage.say("topic", "listener " + number + " leaves");
                    }
                }
            });
        }
        loop.schedule(Duration.ofMillis(1), () -> topic.publish("it snows", loop));
        loop.schedule(Duration.ofMillis(2), () -> topic.publish("it thaws", loop));
        stage.await("topic", "the end", () -> stage.now().compareTo(Duration.ofMillis(3)) >= 0);
        stage.at(Duration.ofMillis(3), () -> {});
    }

    /** A listener that asks for the next page when it is told of one. All are in a cache, and so they are there at once. */
    private static void load(Stage stage, Topic pages, int last) {
        EventLoop loop = stage.loop("topic");
        int[] loaded = {0};
        pages.subscribe(page -> {
            loaded[0]++;
            if (loaded[0] <= 3) {
                stage.say("topic", page + " is there");
            }
            if (loaded[0] < last) {
                pages.publish("page " + (loaded[0] + 1), loop);
            }
        });
        loop.execute(() -> pages.publish("page 1", loop));
        stage.await("topic", "page " + last, () -> loaded[0] == last);
    }
}

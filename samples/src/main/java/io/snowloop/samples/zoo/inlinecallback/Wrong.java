// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.inlinecallback;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A topic with its listeners in a list. */
final class Wrong implements Topic {
    private final List<Consumer<String>> listeners = new ArrayList<>();

    @Override
    public void subscribe(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public void unsubscribe(Consumer<String> listener) {
        listeners.remove(listener);
    }

    @Override
    public void publish(String news, Executor loop) {
        for (Consumer<String> listener : listeners) {
            listener.accept(news);
        }
    }
}

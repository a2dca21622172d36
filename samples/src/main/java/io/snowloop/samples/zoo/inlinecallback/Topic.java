// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.inlinecallback;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Tells its listeners what is published. */
interface Topic {
    /** Adds a listener. */
    void subscribe(Consumer<String> listener);

    /** Removes a listener. A listener may remove itself while it is told something. */
    void unsubscribe(Consumer<String> listener);

    /** Tells all listeners. The caller is a callback of this loop, and perhaps a listener. */
    void publish(String news, Executor loop);
}

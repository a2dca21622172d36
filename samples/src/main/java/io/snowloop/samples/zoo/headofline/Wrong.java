// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.headofline;

import io.snowloop.future.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers one question after the other. */
final class Wrong implements Service {
    private Future<String> last = Future.completed("");

    @Override
    public void asked(String question, Function<String, Future<String>> backEnd, Consumer<String> send) {
        last = last.flatMap(sent -> backEnd.apply(question)).map(answer -> {
            send.accept(answer);
            return answer;
        });
    }
}

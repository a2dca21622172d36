// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.headofline;

import io.snowloop.future.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers each question when its answer is there. */
final class Right implements Service {
    @Override
    public void asked(String question, Function<String, Future<String>> backEnd, Consumer<String> send) {
        backEnd.apply(question).map(answer -> {
            send.accept(answer);
            return answer;
        });
    }
}

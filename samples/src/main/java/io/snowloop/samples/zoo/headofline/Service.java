// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.headofline;

import io.snowloop.future.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers the questions of one connection. They have numbers, and so have the answers. */
interface Service {
    /** A question has come. The back end is asked, and its answer is sent. */
    void asked(String question, Function<String, Future<String>> backEnd, Consumer<String> send);
}

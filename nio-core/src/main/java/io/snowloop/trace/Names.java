// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.future.Owned;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.loop.LoopFuture;
import io.snowloop.loop.LoopStream;
import io.snowloop.loop.channel.Registration;
import org.jspecify.annotations.Nullable;

/**
 * The names of the owners of events.
 *
 * <p>A name is made in two steps. While the loop runs, the owner is replaced by a <em>label</em>: a string or a class
 * that exists already, so this allocates nothing, and unlike the owner it does not keep a response or a body reachable.
 * The name is made of the label when the trace is read.
 */
final class Names {
    /** The prefix of the name of a request's handler. */
    static final String HANDLER = "handler ";

    /** A trace has thousands of records with the names of a few classes. */
    private static final ClassValue<String> OF_CLASSES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return ofClass(type.getName());
        }
    };

    private Names() {}

    /** The object that describes an owner best: for a wrapper, the object that it works for. */
    static @Nullable Object source(@Nullable Object owner) {
        if (owner instanceof LoopFuture future) {
            return future.name();
        }
        if (owner instanceof LoopStream stream) {
            return stream.name();
        }
        return Owned.source(owner instanceof Registration registration ? registration.handler() : owner);
    }

    /** The label of a source: its text, its class, or the method of a request, to which {@link #target} belongs. */
    static @Nullable Object label(@Nullable Object source) {
        return source == null || source instanceof String || source instanceof Class
                ? source
                : source instanceof Request request ? request.method() : source.getClass();
    }

    /** The second label of a request: its target. Null for other sources. */
    static @Nullable String target(@Nullable Object source) {
        return source instanceof Request request ? request.target() : null;
    }

    /** The name of an owner. It makes a string: a trace does this when it is read. */
    static String nameOf(@Nullable Object owner) {
        Object source = source(owner);
        return of(label(source), target(source));
    }

    static String of(@Nullable Object label, @Nullable Object target) {
        if (label instanceof Method && target instanceof String text) {
            int query = text.indexOf('?'); // left out: a query may be long, or secret
            return HANDLER + label + " " + (query < 0 ? text : text.substring(0, query));
        }
        return label instanceof Class<?> type ? OF_CLASSES.get(type) : label == null ? "" : label.toString();
    }

    /** {@code Report} for {@code org.example.Report}. For a lambda, the class in which it is written. */
    private static String ofClass(String name) {
        int lambda = name.indexOf("$$Lambda");
        String outer = lambda < 0 ? name : name.substring(0, lambda);
        String simple = outer.substring(outer.lastIndexOf('.') + 1);
        return lambda < 0 ? simple : "a lambda of " + simple;
    }
}

package io.snowloop.trace;

import io.snowloop.future.Owned;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.loop.channel.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What the owners of events are called.
 *
 * <p>It goes in two steps. While the loop runs, an owner is turned into a <em>label</em>: a string or a class, which is there
 * already and which it does no harm to keep, as the owner itself might hold a whole response. Only who reads the trace
 * makes a name of it.
 */
final class Names {
    /** What the name of a request's handler begins with. */
    static final String HANDLER = "handler ";

    /** Whom a callback works for may itself work for somebody; but not without end. */
    private static final int DEPTH = 8;

    private Names() {}

    /** The one who says most about an owner. */
    static @Nullable Object source(@Nullable Object owner) {
        Object source = owner instanceof Registration registration ? registration.handler() : owner;
        for (int i = 0; i < DEPTH && source instanceof Owned owned; i++) {
            source = owned.owner();
        }
        return source;
    }

    /** What to keep of a source: its text, its class, or a request's method, to which {@link #target} belongs. */
    static @Nullable Object label(@Nullable Object source) {
        return source == null || source instanceof String
                ? source
                : source instanceof Request request ? request.method() : source.getClass();
    }

    /** What to keep of a request beside its label. */
    static @Nullable String target(@Nullable Object source) {
        return source instanceof Request request ? request.target() : null;
    }

    static String of(@Nullable Object label, @Nullable Object target) {
        if (label instanceof Method && target instanceof String text) {
            int query = text.indexOf('?'); // which may be long, and secret
            return HANDLER + label + " " + (query < 0 ? text : text.substring(0, query));
        }
        return label instanceof Class<?> type ? ofClass(type.getName()) : label == null ? "" : label.toString();
    }

    /** {@code Report} for {@code org.example.Report}; a lambda has no name but that of the class that it stands in. */
    private static String ofClass(String name) {
        int lambda = name.indexOf("$$Lambda");
        String outer = lambda < 0 ? name : name.substring(0, lambda);
        String simple = outer.substring(outer.lastIndexOf('.') + 1);
        return lambda < 0 ? simple : "a lambda of " + simple;
    }
}

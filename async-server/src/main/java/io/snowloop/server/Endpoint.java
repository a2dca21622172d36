// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.server.input.Input;
import io.snowloop.server.input.InputSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A handler, and the method and path of the requests that it gets. It changes until the app is sealed. */
final class Endpoint {
    private final @Nullable Method method;
    private final PathPattern pattern;

    /** The view, or a mount. */
    private final Handler view;

    /** What is called: when the app is sealed, the view with the filters around it. */
    private Handler handler;

    /** Of its groups; the outermost comes first. */
    private final List<Filter> filters = new ArrayList<>(0);

    private final List<Input<?>> inputs = new ArrayList<>(0);

    private @Nullable String name;

    /**
     * An endpoint without a name.
     *
     * @param method null for all methods
     */
    Endpoint(@Nullable Method method, PathPattern pattern, Handler view) {
        this.method = method;
        this.pattern = pattern;
        this.view = view;
        this.handler = view;
        if ((view instanceof Mount mount ? mount.handler() : view) instanceof ViewHandler collecting) {
            collecting.check(this, pattern.names());
        }
    }

    @Nullable
    Method method() {
        return method;
    }

    PathPattern pattern() {
        return pattern;
    }

    Handler handler() {
        return handler;
    }

    void name(String newName) {
        if (name != null) {
            throw new IllegalStateException(this + " has the name \"" + name + "\" already: remove one of the two");
        }
        name = newName;
    }

    /** Has these checked before the view is called. */
    void takes(List<Input<?>> more) {
        for (Input<?> input : more) {
            if (input.source() == InputSource.PATH && !pattern.names().contains(input.name())) {
                throw new IllegalArgumentException(
                        this + " has no path parameter \"" + input.name() + "\", only " + pattern.names());
            }
            if (input.source() == InputSource.FORM && !(view instanceof ViewHandler)) {
                throw new IllegalArgumentException(this + " can't take a form, because its handler gets its request"
                        + " before the body: make it a View or an AsyncView");
            }
        }
        inputs.addAll(more);
    }

    /** Puts it inside of the filters of a group, which is around those that it is in already. */
    void putInside(List<Filter> outer) {
        filters.addAll(0, outer);
    }

    /** From now on its filters are called. */
    void seal(ErrorHandling errors) {
        if (!inputs.isEmpty()) {
            handler = checked(handler);
        }
        for (int i = filters.size() - 1; i >= 0; i--) {
            handler = filters.get(i).around(errors.around(handler));
        }
    }

    /** Of a view, the body is collected first. */
    private Handler checked(Handler unchecked) {
        if (unchecked instanceof ViewHandler collecting) {
            return collecting.checking(inputs);
        }
        return request -> {
            Input.check(request, inputs);
            return unchecked.handle(request);
        };
    }

    /** This, or the routes of the app that is mounted here. */
    Stream<Route> routes() {
        Route route = new Route(null, method, pattern.toString(), false, name, inputs);
        return view instanceof Mount mount ? mount.routes(route) : Stream.of(route);
    }

    @Override
    public String toString() {
        return (method == null ? "any method" : method) + " " + pattern;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Method;
import io.snowloop.server.PathPattern.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One search for a route in a {@link PathTree}: depth first; at each segment the literal before the parameters; back to
 * the node above where a branch has no route.
 */
final class PathSearch {
    private static final Kind[] PARAMETERS = {Kind.INT, Kind.LONG, Kind.STRING, Kind.PATH};

    private final Method method;
    private final String path;
    private final List<String> values = new ArrayList<>();
    private final Set<String> allowed = new TreeSet<>();
    private int visited;

    /**
     * A search that has not begun.
     *
     * @param path in normal form
     */
    PathSearch(Method method, String path) {
        this.method = method;
        this.path = path;
    }

    /** The route that takes the request; null if there is none. */
    @Nullable
    Endpoint find(PathTree root) {
        return path.startsWith("/") ? find(root, 1) : null;
    }

    /** {@code start} is the index after a slash, or greater than the length if there is no further segment. */
    private @Nullable Endpoint find(PathTree node, int start) {
        visited++;
        if (start > path.length()) {
            return arrive(node.resource);
        }
        int slash = path.indexOf('/', start);
        int end = slash == -1 ? path.length() : slash;
        String segment = path.substring(start, end);
        PathTree literal = node.literals.get(segment);
        Endpoint route = literal == null ? null : find(literal, end + 1);
        for (Kind kind : PARAMETERS) {
            PathTree child = node.parameters.get(kind);
            if (route == null && child != null && kind.accepts(segment)) {
                route = kind == Kind.PATH
                        ? take(child, path.substring(start), path.length())
                        : take(child, segment.replace("%2F", "/"), end);
            }
        }
        return route;
    }

    private @Nullable Endpoint take(PathTree child, String value, int end) {
        values.add(value);
        Endpoint route = find(child, end + 1);
        if (route == null) {
            values.remove(values.size() - 1);
        }
        return route;
    }

    private @Nullable Endpoint arrive(Resource resource) {
        Endpoint route = resource.route(method);
        if (route == null) {
            resource.addMethods(allowed);
        }
        return route;
    }

    /** After a search that found {@code route}: the path parameters, decoded. */
    Map<String, String> parameters(Endpoint route) {
        List<String> names = route.pattern().names();
        if (names.size() == 1) {
            return Map.of(names.get(0), values.get(0));
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            parameters.put(names.get(i), values.get(i));
        }
        return parameters;
    }

    /** After a search that found no route: the methods for which there is one, in alphabetical order. */
    Set<String> allowed() {
        return allowed;
    }

    /** The number of nodes that the search looked at: its cost. */
    int visited() {
        return visited;
    }
}

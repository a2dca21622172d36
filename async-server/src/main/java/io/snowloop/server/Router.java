// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A handler that gives each request to the handler of its route, and answers the requests that have no route.
 *
 * <p>It compares {@link Request#path()}, the same normal form that filters see. First it looks for a pattern that equals
 * the path, in a hash map; then for a pattern with parameters, in the {@link PathTree}; then it tries the regular
 * expressions, in the order in which they were added. A route counts only if it takes the request's method.
 *
 * <p>One thread fills it. Afterwards any number of threads may call it.
 */
final class Router implements Handler {
    private final PathTree root = new PathTree();

    /** A shortcut into the tree: the nodes of all patterns without parameters. */
    private final Map<String, Resource> literals = new HashMap<>();

    /** All but the regular expressions, in the order in which they were added. */
    private final List<Endpoint> endpoints = new ArrayList<>();

    private final List<RegexRoute> regexRoutes = new ArrayList<>();

    private TrailingSlash trailingSlash = TrailingSlash.COUNTS;

    /** The methods of all routes. */
    private final Set<String> allMethods = new TreeSet<>();

    /**
     * Adds a route.
     *
     * @param method null for all methods
     * @throws IllegalArgumentException if the pattern is bad, or another route takes the same requests
     */
    Endpoint add(@Nullable Method method, String pattern, Handler handler) {
        Endpoint route = new Endpoint(method, new PathPattern(pattern), handler);
        Resource resource = root.grow(route.pattern()).resource;
        resource.add(route);
        resource.addMethods(allMethods);
        if (route.pattern().isLiteral()) {
            literals.put(pattern, resource);
        }
        endpoints.add(route);
        return route;
    }

    /**
     * Adds a route whose path is a regular expression, for all methods.
     *
     * @throws IllegalArgumentException if it is not a regular expression, or was added before
     */
    void addRegex(String regex, Handler handler) {
        if (regexRoutes.stream().anyMatch(route -> route.toString().equals(regex))) {
            throw new IllegalArgumentException("regex \"" + regex + "\" is there already, and takes all its requests");
        }
        regexRoutes.add(new RegexRoute(regex, handler));
    }

    void trailingSlash(TrailingSlash policy) {
        trailingSlash = policy;
    }

    /** From now on the filters of groups are called. */
    void seal(ErrorHandling errors) {
        endpoints.forEach(endpoint -> endpoint.seal(errors));
    }

    /** All routes, those of mounted apps too. */
    Stream<Route> routes() {
        return Stream.concat(
                endpoints.stream().flatMap(Endpoint::routes),
                regexRoutes.stream().map(RegexRoute::route));
    }

    /** It calls handlers itself, not by a method of its own: that is one frame less in the stack trace of each view. */
    @Override
    public Future<Response> handle(Request request) {
        String path = request.path();
        Resource resource = literals.get(path);
        Endpoint route = resource == null ? null : resource.route(request.method());
        if (route != null) {
            return route.handler().handle(request);
        }
        PathSearch search = new PathSearch(request.method(), path);
        route = search.find(root);
        if (route != null) {
            return route.handler().handle(request.plusPathParameters(search.parameters(route)));
        }
        for (RegexRoute regexRoute : regexRoutes) {
            Map<String, String> groups = regexRoute.match(path);
            if (groups != null) {
                return regexRoute.handler().handle(request.plusPathParameters(groups));
            }
        }
        if (trailingSlash != TrailingSlash.COUNTS && search.allowed().isEmpty()) {
            Request other = TrailingSlash.changed(request);
            if (hasRoute(other)) {
                return trailingSlash == TrailingSlash.IGNORED
                        ? handle(other)
                        : Future.completed(TrailingSlash.redirect(request));
            }
        }
        return noRoute(request, search.allowed());
    }

    /** Whether there is a route for this path, of any method. */
    private boolean hasRoute(Request request) {
        PathSearch search = new PathSearch(request.method(), request.path());
        return search.find(root) != null || !search.allowed().isEmpty();
    }

    /** The methods of the whole server or of one path (RFC 9110 §9.3.7); an error if there is no such path or method. */
    private Future<Response> noRoute(Request request, Set<String> methods) {
        boolean options = request.method().equals(Method.OPTIONS);
        if (options && request.target().equals("*")) {
            methods = allMethods;
        } else if (methods.isEmpty()) {
            return Future.failed(ClientErrorException.notFound());
        }
        Set<String> allowed = new TreeSet<>(methods);
        allowed.add("OPTIONS");
        String allow = String.join(", ", allowed);
        return options
                ? Future.completed(Response.of(Status.NO_CONTENT).withHeader("Allow", allow))
                : Future.failed(ClientErrorException.methodNotAllowed(allow));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The handlers of hosts of their own (RFC 9110 §7.2), in front of the routes of an app. */
final class Hosts {
    /** A name or an address; or a parameter in place of the first label of a name. */
    private static final Pattern PATTERN =
            Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}(\\.[a-z0-9.-]+)|()([a-z0-9.-]+|\\[[0-9a-f:.]+])");

    /** The host of an authority without a user (RFC 3986 §3.2.2), without the dot of the root. */
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*?)\\.?(?::\\d*)?");

    /** By name; one with a parameter by what follows that, with its dot. */
    private final Map<String, Host> hosts = new LinkedHashMap<>();

    /**
     * Adds a host.
     *
     * @throws IllegalArgumentException if the pattern is bad, or there already
     */
    void add(String pattern, Handler handler) {
        Matcher parts = PATTERN.matcher(pattern.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "bad host \"" + pattern + "\": write a name without scheme and port, such as"
                            + " example.org, or one whose first label is a parameter, such as {shop}.example.org");
        }
        boolean parameter = parts.group(1) != null;
        String key = parameter ? parts.group(2) : parts.group(4);
        String name = parameter ? pattern.substring(1, pattern.indexOf('}')) : null;
        Host other = hosts.putIfAbsent(key, new Host(pattern, name, handler));
        if (other != null) {
            throw new IllegalArgumentException(
                    "the host \"" + pattern + "\" can't be added: \"" + other.pattern + "\" takes the same requests");
        }
    }

    /** A handler that gives each request to the handler of its host, and to {@code others} if there is none. */
    Handler around(Handler others) {
        return hosts.isEmpty() ? others : request -> handle(request, others);
    }

    private Future<Response> handle(Request request, Handler others) {
        String name = name(request);
        Host host = hosts.get(name);
        if (host != null && host.parameter == null) {
            return host.handler.handle(request);
        }
        int dot = name.indexOf('.');
        host = dot <= 0 ? null : hosts.get(name.substring(dot));
        return host == null || host.parameter == null
                ? others.handle(request)
                : host.handler.handle(request.plusPathParameters(Map.of(host.parameter, name.substring(0, dot))));
    }

    /**
     * The host that a request is for, in lower case, without a dot at its end: that of an absolute target, else that of {@code
     * Host} (RFC 9112 §3.3). Empty if there is none.
     */
    static String name(Request request) {
        String target = request.target();
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        String authority = scheme < 0
                ? request.header("Host")
                : target.substring(scheme + 3).split("[/?]", 2)[0];
        Matcher host = HOST.matcher(authority == null ? "" : authority);
        return host.matches() ? host.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** The routes of the apps that have a host. */
    Stream<Route> routes() {
        return hosts.values().stream().flatMap(Host::routes);
    }

    /** @param parameter the name of the first label's parameter; null if the pattern has none */
    private record Host(String pattern, @Nullable String parameter, Handler handler) {
        Stream<Route> routes() {
            return handler instanceof Snow app
                    ? app.routes().stream().map(route -> route.at(pattern))
                    : Stream.of(new Route(pattern, null, Mount.REST, false, null, List.of()));
        }
    }
}

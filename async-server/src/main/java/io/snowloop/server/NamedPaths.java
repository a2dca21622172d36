// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.syntax.Printable;
import io.snowloop.server.PathPattern.Kind;
import io.snowloop.server.PathPattern.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The routes of an app by their names, and the paths that are made of them: the way of a request backwards. */
final class NamedPaths {
    /** The characters of a path that need no encoding (RFC 3986 §3.3, pchar), besides letters and digits. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    private final Map<String, Endpoint> routes = new TreeMap<>();

    /** Gives a route a name. */
    void name(Endpoint route, String name) {
        Endpoint other = routes.get(name);
        if (other != null) {
            throw new IllegalArgumentException(
                    "two routes have the name \"" + name + "\": " + other + " and " + route + ". Rename one");
        }
        route.name(name);
        routes.put(name, route);
    }

    /** The path of the route with this name. */
    String of(String name, Object... values) {
        Endpoint route = routes.get(name);
        if (route == null) {
            throw new IllegalArgumentException(
                    "no route of this app has the name \"" + name + "\": the names are " + routes.keySet());
        }
        PathPattern pattern = route.pattern();
        if (values.length != pattern.names().size()) {
            throw new IllegalArgumentException("the route \"" + name + "\", " + pattern + ", takes "
                    + pattern.names().size() + " values, but here are " + values.length);
        }
        return path(pattern, List.of(values));
    }

    private static String path(PathPattern pattern, List<Object> values) {
        StringBuilder encoded = new StringBuilder();
        StringBuilder normal = new StringBuilder();
        Iterator<Object> next = values.iterator();
        for (Segment segment : pattern.segments()) {
            boolean literal = segment.kind() == Kind.LITERAL;
            String text = literal ? segment.text() : next.next().toString();
            if (!literal && !segment.kind().accepts(text)) {
                throw unfit(pattern, segment, text);
            }
            boolean rest = segment.kind() == Kind.PATH;
            encoded.append('/').append(encoded(text, rest));
            normal.append('/').append(rest ? text : text.replace("/", "%2F"));
            if (!literal && !isPath(encoded.toString(), normal.toString())) {
                throw unfit(pattern, segment, text);
            }
        }
        return encoded.toString();
    }

    private static IllegalArgumentException unfit(PathPattern pattern, Segment segment, String text) {
        return new IllegalArgumentException("the parameter \"" + segment.text() + "\" of " + pattern + " cannot be "
                + Printable.quote(text) + ": no request would bring it back");
    }

    /** Whether a request for {@code encoded} has the path {@code normal}: dot segments are removed, for instance. */
    private static boolean isPath(String encoded, String normal) {
        try {
            return Request.get(encoded).path().equals(normal);
        } catch (HttpException e) { // such as a slash that is encoded twice
            return false;
        }
    }

    private static String encoded(String text, boolean slashes) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0 || (slashes && c == '/'));
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}

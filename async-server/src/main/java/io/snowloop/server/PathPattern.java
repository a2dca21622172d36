// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.syntax.PlainValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a route, such as {@code /users/{id:int}/posts}: segments that are text or parameters.
 *
 * <table>
 *   <caption>Segments</caption>
 *   <tr><td>{@code users}</td><td>this text</td></tr>
 *   <tr><td>{@code {name}}</td><td>any segment that is not empty; an encoded slash in it is decoded</td></tr>
 *   <tr><td>{@code {id:int}}, {@code {id:long}}</td><td>a decimal number in the range of the type</td></tr>
 *   <tr><td>{@code {rest:path}}</td><td>the rest of the path, slashes included, an encoded slash as {@code %2F}; only as the
 *       last segment; may be empty</td></tr>
 * </table>
 *
 * <p>A pattern is compared with {@link io.snowloop.http.Request#path()}, so it is written in the same normal form: decoded,
 * without dot segments and empty ones. A slash at the end counts: {@code /home} and {@code /home/} are two paths.
 */
final class PathPattern {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^:{}]*)(?::([^{}]*))?}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** How other frameworks write a parameter: as text it would match no request, and nothing would say so. */
    private static final Pattern OF_OTHERS = Pattern.compile("[:<]\\w|\\*");

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

    private final String text;
    private final List<Segment> segments = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException saying what is wrong with it, where, and what to change
     */
    PathPattern(String text) {
        this.text = text;
        if (text.contains("://")) {
            throw bad(
                    text, "a route has a path only, such as /users: hosts have routes of their own by host(name, app)");
        }
        if (!text.startsWith("/")) {
            throw bad(text, "a path begins with a slash: write \"/" + text + "\"");
        }
        if (text.contains("?")) {
            throw bad(
                    text.substring(text.indexOf('?')),
                    "the query is no part of a route: remove it, and ask request.query(name)");
        }
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            segments.add(segment(parts[i], i == parts.length - 1));
        }
        checkNames();
    }

    /** The parts between the slashes, after the first slash. The last one of {@code /home/} is an empty literal. */
    List<Segment> segments() {
        return segments;
    }

    /** The names of the parameters, in order. */
    List<String> names() {
        return names;
    }

    /** Whether it has no parameters, and so matches one path only. */
    boolean isLiteral() {
        return names.isEmpty();
    }

    private Segment segment(String part, boolean last) {
        if (part.contains("{") || part.contains("}")) {
            return parameter(part, last);
        }
        if (part.isEmpty() && !last) {
            throw bad("//", "a segment is empty: remove one slash");
        }
        if (part.equals(".") || part.equals("..")) {
            throw bad(part, "dot segments are removed from paths before they are compared: remove it");
        }
        if (OF_OTHERS.matcher(part).lookingAt()) {
            throw bad(
                    part, "write {name} for one segment, {name:path} for the rest, and regex(...) for this very text");
        }
        if (ENCODED.matcher(part).find()) {
            throw bad(part, "paths are decoded before they are compared: write the character itself");
        }
        return new Segment(Kind.LITERAL, part);
    }

    private Segment parameter(String part, boolean last) {
        Matcher matcher = PARAMETER.matcher(part);
        if (!matcher.matches()) {
            throw bad(part, "a parameter is a whole segment, {name} or {name:type}: write it so, or use regex(...)");
        }
        String name = matcher.group(1);
        if (!NAME.matcher(name).matches()) {
            throw bad(part, "\"" + name + "\" is not a name: use letters, digits and _, and no digit first");
        }
        Kind kind = kind(part, matcher.group(2));
        if (kind == Kind.PATH && !last) {
            throw bad(part, "it takes all that follows: make it the last segment");
        }
        names.add(name);
        return new Segment(kind, name);
    }

    private Kind kind(String part, @Nullable String type) {
        if (type == null) {
            return Kind.STRING;
        }
        return switch (type) {
            case "int" -> Kind.INT;
            case "long" -> Kind.LONG;
            case "path" -> Kind.PATH;
            default -> throw bad(part, "there is no type \"" + type + "\": use int, long, path, or none");
        };
    }

    private void checkNames() {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw bad("{" + name + "}", "two parameters have this name: rename one");
            }
        }
    }

    private IllegalArgumentException bad(String where, String why) {
        return new IllegalArgumentException("bad pattern \"" + text + "\", at \"" + where + "\": " + why);
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * A part of a pattern, between two slashes.
     *
     * @param text of a literal; of a parameter, its name
     */
    record Segment(Kind kind, String text) {}

    /** The kind of a segment. If several match, the first one in this order has precedence. */
    enum Kind {
        LITERAL,
        INT,
        LONG,
        STRING,
        PATH;

        /** Whether a parameter of this kind matches this segment, which is in normal form. */
        boolean accepts(String segment) {
            return switch (this) {
                case LITERAL -> false;
                case INT -> isNumber(segment, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case LONG -> isNumber(segment, Long.MIN_VALUE, Long.MAX_VALUE);
                case STRING -> !segment.isEmpty();
                case PATH -> true;
            };
        }

        private static boolean isNumber(String text, long min, long max) {
            if (!PlainValue.isDecimal(text)) { // most segments are none, and an exception costs
                return false;
            }
            try {
                long number = Long.parseLong(text);
                return min <= number && number <= max;
            } catch (NumberFormatException beyondLongOrNoDigit) {
                return false;
            }
        }
    }
}

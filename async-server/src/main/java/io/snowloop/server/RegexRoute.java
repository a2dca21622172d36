// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A route whose path is a regular expression, for all methods. The expression has to match the whole path. */
final class RegexRoute {
    /** Before Java 20, a Pattern does not tell the names of its groups. */
    private static final Pattern GROUP_NAME = Pattern.compile("(?<!\\\\)\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

    /** A parameter of a {@link PathPattern}. A regular expression has digits between braces, or a {@code \p} before them. */
    private static final Pattern PARAMETER = Pattern.compile("(?<!\\\\[pPxN]?)\\{[A-Za-z_]\\w*(:\\w*)?}");

    private final Pattern regex;
    private final List<String> names;
    private final Handler handler;

    RegexRoute(String regex, Handler handler) {
        this.regex = compile(regex);
        this.names =
                GROUP_NAME.matcher(regex).results().map(name -> name.group(1)).toList();
        this.handler = handler;
        if (handler instanceof ViewHandler collecting) {
            collecting.check(this, names);
        }
    }

    /** The message of {@code Pattern.compile} for a parameter, "Illegal repetition", does not say what to do. */
    @SuppressWarnings("JdkObsolete") // only hitEnd() says whether a longer path could match
    private static Pattern compile(String regex) {
        Matcher parameter = PARAMETER.matcher(regex);
        if (parameter.find()) {
            throw new PatternSyntaxException(
                    "a regular expression has no parameters: write a group, \"([^/]+)\", or add the pattern by get(...),"
                            + " another method's name, or route(...)",
                    regex,
                    parameter.start());
        }
        Pattern compiled = Pattern.compile(regex);
        Matcher slash = compiled.matcher("/");
        if (!slash.matches() && !slash.hitEnd()) { // whatever follows the slash, it does not match
            throw new PatternSyntaxException("it matches no path: a path begins with a slash", regex, 0);
        }
        return compiled;
    }

    Handler handler() {
        return handler;
    }

    /** As an app lists it. */
    Route route() {
        return new Route(null, null, regex.pattern(), true, null, List.of());
    }

    /**
     * The groups of a match, by number from 1 and by name, without those that matched nothing.
     *
     * @param path in normal form
     * @return null if the path does not match
     */
    @Nullable
    Map<String, String> match(String path) {
        Matcher matcher = regex.matcher(path);
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> groups = new HashMap<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            put(groups, Integer.toString(i), matcher.group(i));
        }
        for (String name : names) {
            put(groups, name, matcher.group(name));
        }
        return groups;
    }

    private static void put(Map<String, String> groups, String name, @Nullable String group) {
        if (group != null) {
            groups.put(name, group);
        }
    }

    @Override
    public String toString() {
        return regex.pattern();
    }
}

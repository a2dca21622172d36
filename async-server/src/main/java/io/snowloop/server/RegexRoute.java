package io.snowloop.server;

import io.snowloop.http.Handler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A route whose path is a regular expression, for all methods: it has to match from the beginning of the path, but not
 * to its end, as Python's {@code re.match} does.
 */
final class RegexRoute {
    /** A Pattern doesn't tell the names of its groups before Java 20. */
    private static final Pattern GROUP_NAME = Pattern.compile("(?<!\\\\)\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

    private final Pattern regex;
    private final List<String> names;
    private final Handler handler;

    RegexRoute(String regex, Handler handler) {
        this.regex = Pattern.compile(regex);
        this.names =
                GROUP_NAME.matcher(regex).results().map(name -> name.group(1)).toList();
        this.handler = handler;
    }

    Handler handler() {
        return handler;
    }

    /**
     * The groups of a match, by number from 1 and by name; those that took no part in it are left out.
     *
     * @param path decoded
     * @return null if it doesn't match
     */
    @Nullable
    Map<String, String> match(String path) {
        Matcher matcher = regex.matcher(path);
        if (!matcher.lookingAt()) {
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

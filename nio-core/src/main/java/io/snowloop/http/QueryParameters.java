package io.snowloop.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names and values as a query or a form has them, in their order: {@code application/x-www-form-urlencoded} (WHATWG URL
 * §5).
 */
public final class QueryParameters {
    private static final QueryParameters EMPTY = new QueryParameters(List.of());

    /** The JDK's decoder throws at one, and a form that a person has filled in should not fail for it. */
    private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final List<Map.Entry<String, String>> entries;

    private QueryParameters(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
    }

    /** No parameters. */
    public static QueryParameters empty() {
        return EMPTY;
    }

    /** Names and values in turn. */
    public static QueryParameters of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs, but these are " + namesAndValues.length
                    + ": " + List.of(namesAndValues));
        }
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new QueryParameters(entries);
    }

    /**
     * Reads {@code a=1&b=2}; a name without {@code =} has the empty value, and a percent sign that encodes nothing stands
     * for itself.
     */
    public static QueryParameters parse(String encoded) {
        if (encoded.isEmpty()) {
            return EMPTY;
        }
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                entries.add(Map.entry(decode(name), decode(value)));
            }
        }
        return new QueryParameters(entries);
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(BARE_PERCENT.matcher(encoded).replaceAll("%25"), StandardCharsets.UTF_8);
    }

    /** The first value of this name; null if there is none. */
    public @Nullable String get(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** All values of this name. */
    public List<String> all(String name) {
        return entries.stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** All names and values. */
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /** The encoded form: what {@link #parse} reads. */
    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

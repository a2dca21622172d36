// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

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
 * The names and values of a query or a form, in order: {@code application/x-www-form-urlencoded} (WHATWG URL §5). A name
 * may occur more than once.
 */
public final class QueryParameters {
    private static final QueryParameters EMPTY = new QueryParameters(List.of());

    /** A percent sign that encodes nothing. The JDK's decoder throws there, but people do type {@code 100%} into a form. */
    private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final List<Map.Entry<String, String>> entries;

    private QueryParameters(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
    }

    /** {@return no parameters} */
    public static QueryParameters empty() {
        return EMPTY;
    }

    /**
     * {@return parameters of alternating names and values}
     * @param namesAndValues not encoded; a name may come again
     * @throws IllegalArgumentException if a name has no value
     */
    public static QueryParameters of(String... namesAndValues) {
        requireNonNull(namesAndValues, "namesAndValues");
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
     * {@return the parameters of {@code a=1&b=2}} A name without {@code =} has an empty value. A percent sign without two
     * hexadecimal digits after it is an ordinary character. So every text can be read.
     *
     * @param encoded a query without its question mark, or a form
     */
    public static QueryParameters parse(String encoded) {
        requireNonNull(encoded, "encoded");
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

    /**
     * {@return the first value of this name; null if there is none}
     * @param name decoded; case counts
     */
    public @Nullable String get(String name) {
        requireNonNull(name, "name");
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /**
     * {@return all values of this name, in order; an empty list if there is none}
     * @param name decoded; case counts
     */
    public List<String> all(String name) {
        requireNonNull(name, "name");
        return entries.stream()
                .filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** {@return all names and values, in order} Unmodifiable. */
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /** Two are equal if they have the same names and values in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueryParameters parameters && entries.equals(parameters.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The encoded form, which {@link #parse} reads. */
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

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names and values of a query or a form, in order: {@code application/x-www-form-urlencoded} (WHATWG URL §5). A name
 * may occur more than once.
 */
public final class QueryParameters {
    private static final QueryParameters EMPTY = new QueryParameters("");

    /** A percent sign that encodes nothing. The JDK's decoder throws there, but people do type {@code 100%} into a form. */
    private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** And not as entries: one takes 40 times as much as {@code a&}, and a client may send half a million. */
    private final String encoded;

    private QueryParameters(String encoded) {
        this.encoded = encoded;
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
        StringJoiner pairs = new StringJoiner("&");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(encode(namesAndValues[i]) + "=" + encode(namesAndValues[i + 1]));
        }
        return parse(pairs.toString());
    }

    /**
     * {@return the parameters of {@code a=1&b=2}} A name without {@code =} has an empty value. A percent sign without two
     * hexadecimal digits after it is an ordinary character. So every text can be read.
     *
     * @param encoded a query without its question mark, or a form
     */
    public static QueryParameters parse(String encoded) {
        return requireNonNull(encoded, "encoded").isEmpty() ? EMPTY : new QueryParameters(encoded);
    }

    /** The pairs of {@link #encoded}, one after the other. */
    private final class Pairs {
        private int from;
        private int end = -1;

        /** The next equals sign behind {@link #from}: it is looked for once, also if it is that of a later pair. */
        private int equals = -1;

        boolean next() {
            do {
                from = end + 1;
                end = indexOf('&');
            } while (from == end && end < encoded.length());
            if (equals < from) {
                equals = indexOf('=');
            }
            return from < encoded.length();
        }

        private int indexOf(char wanted) {
            int found = encoded.indexOf(wanted, from);
            return found < 0 ? encoded.length() : found;
        }

        private int nameEnd() {
            return Math.min(equals, end);
        }

        String name() {
            return decode(encoded.substring(from, nameEnd()));
        }

        /** Decodes no more than tells: half a million names may have to be compared for each that is asked for. */
        boolean isNamed(String name) {
            int last = nameEnd();
            int at = from;
            for (int i = 0; i < name.length(); i++) {
                char wanted = name.charAt(i);
                if (wanted > 0x7F) { // some octets together are a character
                    return name().equals(name);
                }
                boolean escape = at + 2 < last && encoded.charAt(at) == '%' && isHex(at + 1) && isHex(at + 2);
                if (at >= last || wanted != (escape ? HexFormat.fromHexDigits(encoded, at + 1, at + 3) : plain(at))) {
                    return false;
                }
                at += escape ? 3 : 1;
            }
            return at == last;
        }

        private boolean isHex(int at) {
            return HexFormat.isHexDigit(encoded.charAt(at));
        }

        private char plain(int at) {
            char c = encoded.charAt(at);
            return c == '+' ? ' ' : c;
        }

        String value() {
            return equals < end ? decode(encoded.substring(equals + 1, end)) : "";
        }
    }

    private static String decode(String encoded) {
        boolean plain = encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0;
        return plain
                ? encoded
                : URLDecoder.decode(BARE_PERCENT.matcher(encoded).replaceAll("%25"), StandardCharsets.UTF_8);
    }

    /**
     * {@return the first value of this name; null if there is none}
     * @param name decoded; case counts
     */
    public @Nullable String get(String name) {
        requireNonNull(name, "name");
        for (Pairs pairs = new Pairs(); pairs.next(); ) {
            if (pairs.isNamed(name)) {
                return pairs.value();
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
        List<String> values = new ArrayList<>();
        for (Pairs pairs = new Pairs(); pairs.next(); ) {
            if (pairs.isNamed(name)) {
                values.add(pairs.value());
            }
        }
        return List.copyOf(values);
    }

    /** {@return all names and values, in order} Unmodifiable. Many take far more memory than their text. */
    public List<Map.Entry<String, String>> entries() {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (Pairs pairs = new Pairs(); pairs.next(); ) {
            entries.add(Map.entry(pairs.name(), pairs.value()));
        }
        return List.copyOf(entries);
    }

    /** Two are equal if they have the same names and values in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueryParameters parameters && entries().equals(parameters.entries());
    }

    @Override
    public int hashCode() {
        return entries().hashCode();
    }

    /** The encoded form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return entries().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

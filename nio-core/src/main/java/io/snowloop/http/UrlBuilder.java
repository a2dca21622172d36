// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Printable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes a URL, or a target below a base URL, out of parts that are not encoded (RFC 3986 §2.4): no part can become two, or end the path.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ThreadsPageTest.java#url -->
 * <pre>{@code
 * String url = UrlBuilder.of("https://api.example/v1")
 *         .segments("notes", title) // a slash in it does not separate
 *         .query("tag", "a & b")
 *         .build();
 * assertThat(url).isEqualTo("https://api.example/v1/notes/snow%20%2F%20ice?tag=a+%26+b");
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class UrlBuilder {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What is in a segment as it is, besides letters and digits (pchar, RFC 3986 §3.3). */
    private static final String MARKS = "-._~!$&'()*+,;=:@";

    private final StringBuilder path;
    private final StringBuilder query = new StringBuilder();

    private UrlBuilder(String base) {
        this.path = new StringBuilder(base);
    }

    /**
     * {@return a builder that begins with a URL, or with nothing}
     * @param base encoded, without a query and a fragment; empty for a target that a base URL comes before
     * @throws IllegalArgumentException if it has a query or a fragment
     */
    public static UrlBuilder of(String base) {
        if (requireNonNull(base, "base").indexOf('?') >= 0 || base.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a base has no query and no fragment: " + Printable.of(base));
        }
        return new UrlBuilder(base);
    }

    /**
     * Adds segments to the path, each behind a slash.
     * @param segments not encoded: a slash in one is encoded, as it separates nothing
     * @return this builder
     * @throws IllegalArgumentException if one is empty, {@code .} or {@code ..}: encoded or not, these are no names of a resource (§5.2.4)
     */
    public UrlBuilder segments(String... segments) {
        for (String segment : requireNonNull(segments, "segments")) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "\"" + segment + "\" can't be a segment of a path: it would mean another path");
            }
            if (path.length() > 0 && path.charAt(path.length() - 1) != '/') {
                path.append('/');
            }
            append(segment);
        }
        return this;
    }

    private void append(String segment) {
        for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
            if (letterOrDigit || MARKS.indexOf(c) >= 0) {
                path.append(c);
            } else {
                path.append('%').append(HEX.toHexDigits(each));
            }
        }
    }

    /**
     * Adds a parameter to the query.
     * @param name not encoded; may come again
     * @param value not encoded
     * @return this builder
     */
    public UrlBuilder query(String name, String value) {
        query.append(query.length() == 0 ? '?' : '&')
                .append(QueryParameters.of(requireNonNull(name, "name"), requireNonNull(value, "value")));
        return this;
    }

    /** {@return the URL} */
    public String build() {
        return path.toString() + query;
    }

    @Override
    public String toString() {
        return build();
    }
}

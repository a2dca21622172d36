package io.snowloop.client;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL, or a part of one that is relative to another: what a {@code Location} holds (RFC 3986 §4.1).
 *
 * <p>{@link java.net.URI#resolve} follows the standard before this one: of {@code http://a/b?c} and {@code ?d} it makes
 * {@code http://a/?d}, and of {@code http://a} and {@code b} it makes {@code http://ab}.
 */
record Reference(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query,
        @Nullable String fragment) {
    /** RFC 3986, appendix B: it matches every text. */
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);

    static Reference parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException(text);
        }
        String path = Objects.requireNonNull(parts.group(3)); // empty, if there is none
        return new Reference(parts.group(1), parts.group(2), path, parts.group(4), parts.group(5));
    }

    /** What it means on a page of this URL (RFC 3986 §5.2.2). */
    String resolve(String base) {
        return resolve(parse(base)).toString();
    }

    private Reference resolve(Reference base) {
        if (scheme != null) {
            return new Reference(scheme, authority, withoutDots(path), query, fragment);
        }
        if (authority != null) {
            return new Reference(base.scheme, authority, withoutDots(path), query, fragment);
        }
        if (path.isEmpty()) {
            return new Reference(base.scheme, base.authority, base.path, query == null ? base.query : query, fragment);
        }
        String whole = path.startsWith("/") ? path : merged(base);
        return new Reference(base.scheme, base.authority, withoutDots(whole), query, fragment);
    }

    /** §5.2.3: this path in the place of the last segment of the other one. */
    private String merged(Reference base) {
        if (base.authority != null && base.path.isEmpty()) {
            return "/" + path;
        }
        return base.path.substring(0, base.path.lastIndexOf('/') + 1) + path;
    }

    /** §5.2.4: a dot means the segment it stands in, two the one above, and above the first there is nothing. */
    private static String withoutDots(String path) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from + 1);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to); // with the slash before it
            switch (segment) {
                case "/." -> out.append(slash < 0 ? "/" : "");
                case "/.." -> {
                    out.setLength(Math.max(0, out.lastIndexOf("/")));
                    out.append(slash < 0 ? "/" : "");
                }
                default -> out.append(segment);
            }
            from = to;
        }
        return out.toString();
    }

    /** §5.3. */
    @Override
    public String toString() {
        return (scheme == null ? "" : scheme + ":")
                + (authority == null ? "" : "//" + authority)
                + path
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.syntax.UriText;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URI reference: a URL, or a part of one that is relative to another (RFC 3986 §4.1). A {@code Location} has one.
 *
 * <p>{@link java.net.URI#resolve} is not used. It follows RFC 2396, which RFC 3986 replaced: it resolves {@code ?d} against
 * {@code http://a/b?c} to {@code http://a/?d}, and {@code b} against {@code http://a} to {@code http://ab}.
 */
record Reference(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query,
        @Nullable String fragment) {
    /** RFC 3986, appendix B. It matches every text. */
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

    /** The URL that it means in a document with the URL {@code base} (RFC 3986 §5.2.2). */
    String resolve(String base) {
        return resolve(parse(base)).toString();
    }

    /**
     * The URL of a redirect to {@code location} from {@code base}. What no URL has is percent-encoded, and the fragment of
     * the base is kept if the location has none (RFC 9110 §10.2.2).
     */
    static String redirect(String location, String base) {
        Reference from = parse(base);
        Reference to = parse(location).encoded().resolve(from);
        String fragment = to.fragment == null ? from.fragment : to.fragment;
        return new Reference(to.scheme, to.authority, to.path, to.query, fragment).toString();
    }

    /** With path, query and fragment percent-encoded where they need it. The host of a URL has an encoding of its own. */
    private Reference encoded() {
        return new Reference(
                scheme,
                authority,
                UriText.encodeField(path),
                query == null ? null : UriText.encodeField(query),
                fragment == null ? null : UriText.encodeField(fragment));
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

    /** Merges paths (§5.2.3): this one takes the place of the base's last segment. */
    private String merged(Reference base) {
        if (base.authority != null && base.path.isEmpty()) {
            return "/" + path;
        }
        return base.path.substring(0, base.path.lastIndexOf('/') + 1) + path;
    }

    /** Removes dot segments (§5.2.4): {@code .} is removed, {@code ..} also removes the segment before it. */
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

    /** Recomposes the parts (§5.3). */
    @Override
    public String toString() {
        return (scheme == null ? "" : scheme + ":")
                + (authority == null ? "" : "//" + authority)
                + path
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A link to a page, perhaps with a fragment.
 *
 * @param text the link as an absolute URL, not normalised
 * @param target the normalised URL of the page, without the fragment; null if it is not a valid URL
 * @param fragment the fragment, decoded; null if there is none
 */
record Link(String text, @Nullable URI target, @Nullable String fragment) {
    /** RFC 3986 §6.2.2.1: the case of its digits makes no difference. */
    private static final Pattern ENCODED = Pattern.compile("%\\p{XDigit}{2}");

    /** Most servers refuse lines of more than 8 KiB. In characters. */
    private static final int LONGEST = 8_000;

    /** The link of an absolute URL. One that no server takes has no target: to normalise it takes the square of its length. */
    static Link of(String url) {
        if (url.length() > LONGEST) {
            return new Link(url, null, null);
        }
        try {
            URI uri = new URI(url.replace(" ", "%20")); // browsers accept spaces
            return new Link(url, page(uri), uri.getFragment());
        } catch (URISyntaxException e) {
            return new Link(url, null, null);
        }
    }

    /** Whether two pages are of the same site: scheme, host and port. */
    static boolean isOfSameSite(URI start, URI url) {
        return start.getScheme().equals(url.getScheme()) && start.getAuthority().equals(url.getAuthority());
    }

    /**
     * The normalised URL of a page (RFC 3986 §6.2): scheme and host in lower case, the digits of percent-encodings in upper
     * case, no default port, a path, no fragment, ASCII only.
     */
    static URI page(URI uri) throws URISyntaxException {
        if (uri.getHost() == null || uri.getScheme() == null) {
            return uri;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 || uri.getPort() == 80 ? "" : ":" + uri.getPort());
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String ascii = new URI(scheme + "://" + host + path + query).normalize().toASCIIString();
        return new URI(ENCODED.matcher(ascii).replaceAll(each -> each.group().toUpperCase(Locale.ROOT)));
    }
}

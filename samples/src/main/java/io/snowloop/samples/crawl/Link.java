package io.snowloop.samples.crawl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a page leads to: another page, and perhaps a place on it.
 *
 * @param text as it stands in the page, made absolute
 * @param target the page, in the one spelling that it has here, without its fragment; null if this is no URL
 * @param fragment the place on it, decoded; null for the whole page
 */
record Link(String text, @Nullable URI target, @Nullable String fragment) {
    /** The link that an absolute URL makes. */
    static Link of(String url) {
        try {
            URI uri = new URI(url.replace(" ", "%20")); // which browsers let pass
            return new Link(url, page(uri), uri.getFragment());
        } catch (URISyntaxException e) {
            return new Link(url, null, null);
        }
    }

    /**
     * A page's one spelling (RFC 3986 §6.2): scheme and host in lower case, no default port, a path, no fragment, ASCII
     * only.
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
        return new URI(new URI(scheme + "://" + host + path + query).normalize().toASCIIString());
    }
}

package io.snowloop.samples.seeds.selector;

import java.net.URI;

/**
 * A URL in the parts that a client needs. The article takes {@code netloc} for the host, port and all, and drops the query.
 *
 * @param path path and query, as they go into the request line
 */
record PageUrl(String host, int port, String path) {
    /**
     * Splits a URL.
     *
     * @throws IllegalArgumentException if it is none that can be fetched
     */
    static PageUrl parse(String url) {
        URI uri = URI.create(url);
        String host = uri.getHost();
        if (!"http".equalsIgnoreCase(uri.getScheme()) || host == null) {
            throw new IllegalArgumentException("cannot fetch " + url + ": it takes the form http://host:port/path");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new PageUrl(withoutBrackets(host), uri.getPort() < 0 ? 80 : uri.getPort(), path + query);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port + path;
    }
}

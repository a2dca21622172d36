// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import java.net.URI;

/**
 * The parts of a URL that a client needs. The article uses {@code netloc} as the host, with the port in it, and drops
 * the query.
 *
 * @param path the path and the query, as in the request line
 */
record PageUrl(String host, int port, String path) {
    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException if it is not a URL of this form
     */
    static PageUrl parse(String url) {
        URI uri = URI.create(url);
        String host = uri.getHost();
        if (!"http".equalsIgnoreCase(uri.getScheme()) || host == null) {
            throw new IllegalArgumentException("cannot fetch " + url + ": the form is http://host:port/path");
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

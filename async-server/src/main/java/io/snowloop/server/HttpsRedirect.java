// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.HostPattern;
import io.snowloop.http.syntax.UriHost;
import io.snowloop.options.Bounds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A handler for the port of plain HTTP: sends each client to the same page with {@code https://}. The answer is 308 (RFC 9110 §15.4.9), so
 * that method and body stay; path and query stay as they came.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ListenPageTest.java#redirect -->
 * <pre>{@code
 * HttpsRedirect redirect = httpsRedirect("example.org", "www.example.org");
 * try (Server site = Server.of(app).tls(tls).listen("127.0.0.1", 0); // 443
 *         Server plain = Server.of(redirect).listen("127.0.0.1", 0)) { // 80
 *     Response answer = fetch(Request.get(plain.url("/a?b=c")).withHeader("Host", "example.org"));
 *     assertThat(answer.headers().get("Location")).isEqualTo("https://example.org/a?b=c");
 * }
 * }</pre>
 *
 * <p>It leads to its own hosts only. A request for any other host, or for none, is answered with 400: a redirect to whatever {@code Host}
 * says would lead elsewhere (CWE-601), and a cache may keep it for others. Immutable.
 */
public final class HttpsRedirect implements Handler {
    private static final int DEFAULT_PORT = 443;

    /** Addresses, and patterns of names. */
    private final Set<String> hosts;

    private final int port;

    private HttpsRedirect(Set<String> hosts, int port) {
        this.hosts = hosts;
        this.port = port;
    }

    /**
     * {@return a redirect to these hosts}
     * @param hosts names or IP addresses without a port, an IPv6 address in brackets; {@code *.example.org} is each name with one
     *     label more
     * @throws IllegalArgumentException if there is none, or one is not a host
     */
    public static HttpsRedirect httpsRedirect(String... hosts) {
        if (requireNonNull(hosts, "hosts").length == 0) {
            throw new IllegalArgumentException("hosts must not be empty: name those that this site has");
        }
        return new HttpsRedirect(
                Arrays.stream(hosts).map(HttpsRedirect::checked).collect(Collectors.toUnmodifiableSet()), DEFAULT_PORT);
    }

    private static String checked(String host) {
        boolean address = UriHost.literal(host) != null || (host.indexOf(':') < 0 && UriHost.address(host) != null);
        return address ? host.toLowerCase(Locale.ROOT) : HostPattern.of(host);
    }

    /**
     * {@return this redirect, to another port}
     * @param port that clients see, from 1 to 65,535; default: 443
     */
    public HttpsRedirect withPort(int port) {
        return new HttpsRedirect(hosts, (int) Bounds.between("port", 1, 65_535, port));
    }

    @Override
    public Future<Response> handle(Request request) {
        String host = Hosts.name(requireNonNull(request, "request"));
        String rest = pathAndQuery(request.originalTarget());
        if (rest == null || !isOurs(host)) {
            return Future.completed(Response.text("This server redirects to its own hosts only.\n")
                    .withStatus(Status.BAD_REQUEST));
        }
        String authority = port == DEFAULT_PORT ? host : host + ":" + port;
        return Future.completed(
                Response.of(Status.PERMANENT_REDIRECT).withHeader("Location", "https://" + authority + rest));
    }

    private boolean isOurs(String host) {
        return HostPattern.matching(host).stream().anyMatch(hosts::contains);
    }

    /** What follows the authority; null for the target of a CONNECT, which has no path (RFC 9112 §3.2). */
    private static @Nullable String pathAndQuery(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            return target.equals("*") ? "" : null;
        }
        for (int i = scheme + 3; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return target.substring(i);
            }
        }
        return "";
    }
}

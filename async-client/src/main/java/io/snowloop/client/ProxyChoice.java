// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Attribute;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chooses the proxy of each request, by where it goes: {@link FetcherOptions.Builder#proxies}. A {@link Proxy} is one, too. */
@FunctionalInterface
public interface ProxyChoice {
    /** No proxy. */
    ProxyChoice DIRECT = (scheme, host, port) -> null;

    /** The choice for one request, in the place of that of {@link FetcherOptions}: {@code request.withAttribute(OF_REQUEST, proxy)}. */
    Attribute<ProxyChoice> OF_REQUEST = Attribute.of("proxy");

    /**
     * {@return the proxy for a request; null for none} Called by the thread that calls the fetcher, which may be any. It must not block.
     *
     * @param scheme {@code http} or {@code https}; a WebSocket's is one of these, too
     * @param host in lower case; an IPv6 address without brackets
     * @param port of the URL, or the default of its scheme
     */
    @Nullable
    Proxy proxyFor(String scheme, String host, int port);

    /**
     * {@return the choice that curl would make by these variables}
     *
     * <table>
     *   <caption>Variables</caption>
     *   <tr><th>name</th><th>meaning</th></tr>
     *   <tr><td>{@code http_proxy}</td><td>the proxy for {@code http://}. In lower case only: a CGI program has the field {@code Proxy} of
     *       its request as {@code HTTP_PROXY}.</td></tr>
     *   <tr><td>{@code https_proxy}</td><td>the proxy for {@code https://}</td></tr>
     *   <tr><td>{@code all_proxy}</td><td>the proxy for each scheme that has none of its own</td></tr>
     *   <tr><td>{@code no_proxy}</td><td>where to use none, separated by commas or blanks: names, which mean the names below them, too; IP
     *       addresses; ranges such as {@code 10.0.0.0/8}; or {@code *} for all</td></tr>
     * </table>
     *
     * <p>The last three may be in upper case; lower case counts more. A value that is empty is none. A proxy without a scheme is an {@code
     * http://} one. Nothing is looked up: a range is for addresses in URLs.
     *
     * @param variables such as {@link System#getenv()}; read now only
     * @throws IllegalArgumentException if a proxy is not valid; the message has the name of the variable
     */
    static ProxyChoice environment(Map<String, String> variables) {
        return EnvironmentProxies.of(Objects.requireNonNull(variables, "variables"));
    }
}

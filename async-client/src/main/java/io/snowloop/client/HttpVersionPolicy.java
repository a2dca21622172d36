// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Attribute;

/**
 * Which versions of HTTP a request may be sent with: of all requests of a fetcher ({@link FetcherOptions#httpVersion}), or of one that has
 * it as its {@link #OF_REQUEST}. The response says which one it was: {@link io.snowloop.http.Response#version}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/Http2ClientPageTest.java#one-request -->
 * <pre>{@code
 * Request known = Request.get(url).withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_2);
 * assertThat(loop.runUntil(fetcher.fetch(known)).text()).isEqualTo("by HTTP/2.0");
 * assertThat(loop.runUntil(fetcher.fetch(url)).text()).isEqualTo("by HTTP/1.1");
 * }</pre>
 *
 * <p>A WebSocket is opened over HTTP/2 (RFC 8441) with {@code HTTP_2}, and with {@code NEGOTIATE} if there is a connection already whose
 * server takes WebSockets; else over HTTP/1.1. Requests that a proxy takes itself are sent with HTTP/1.1, see {@link Proxy}.
 */
public enum HttpVersionPolicy {
    /** HTTP/1.1, on all connections. */
    HTTP_1_1("http/1.1"),

    /**
     * For {@code https://}, HTTP/2 where the server chooses it in the TLS handshake (ALPN, RFC 7301), else HTTP/1.1. For {@code http://},
     * HTTP/1.1: there the client would have to know (RFC 9113 §3.1).
     */
    NEGOTIATE("h2", "http/1.1"),

    /**
     * HTTP/2. For {@code https://}, a server that does not choose it in the TLS handshake fails the request. For {@code http://}, the client
     * knows that the server speaks it, and begins with it (prior knowledge, RFC 9113 §3.3).
     */
    HTTP_2("h2");

    /** The policy of one request, in place of that of its fetcher. Requests with different policies do not share connections. */
    public static final Attribute<HttpVersionPolicy> OF_REQUEST = Attribute.of("http-version");

    /** HTTP/2, in ALPN (RFC 9113 §3.1). */
    static final String H2 = "h2";

    /** With commas. */
    private final String alpn;

    HttpVersionPolicy(String... alpn) {
        this.alpn = String.join(",", alpn);
    }

    /** What is offered in a TLS handshake, the preferred one first. */
    String[] alpn() {
        return alpn.split(",");
    }

    /** Whether a connection to an origin may turn out to be one of HTTP/2. */
    boolean mayBeHttp2(Origin origin) {
        return this == HTTP_2 || (this == NEGOTIATE && origin.isSecure());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.client.auth.BasicAnswer;
import io.snowloop.client.auth.PasswordAnswers;
import io.snowloop.client.tunnel.ConnectHandshake;
import io.snowloop.client.tunnel.Socks4aHandshake;
import io.snowloop.client.tunnel.Socks5Handshake;
import io.snowloop.client.tunnel.TunnelHandshake;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that a fetcher sends its requests to: an HTTP proxy, a SOCKS5 one (RFC 1928) or a SOCKS4A one. It is a {@link ProxyChoice}, too:
 * itself for all targets. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ProxiesPageTest.java#one -->
 * <pre>{@code
 * FetcherOptions options = FetcherOptions.builder()
 *         .proxies(Proxy.of("http://10.0.0.9:3128").withCredentials("ada", "secret"))
 *         .build();
 * }</pre>
 *
 * <p>An HTTP proxy gets a request to {@code http://} itself, and the whole URL in its request line (absolute-form, RFC 9112 §3.2.2). To
 * {@code https://}, and for a WebSocket, it opens a tunnel ({@code CONNECT}, RFC 9110 §9.3.6), and sees neither requests nor
 * responses of {@code https://}. A SOCKS proxy opens a tunnel for each. All of them look up the names of origins themselves.
 */
public final class Proxy implements ProxyChoice {
    private enum Protocol {
        HTTP,
        SOCKS5,
        SOCKS4A;

        /** By the name of the URL's scheme, as curl has them: {@code socks5h} says that the proxy looks names up, as they all do here. */
        static Protocol of(String scheme) {
            return switch (scheme.toLowerCase(Locale.ROOT)) {
                case "http" -> HTTP;
                case "socks5", "socks5h" -> SOCKS5;
                case "socks4a" -> SOCKS4A;
                default ->
                    throw new IllegalArgumentException("no proxy is known by " + Printable.quote(scheme)
                            + ": a proxy's URL begins with http://, socks5:// or socks4a://");
            };
        }

        int defaultPort() {
            return this == HTTP ? 80 : 1080;
        }
    }

    private final Protocol protocol;
    private final String host;
    private final int port;
    private final @Nullable String user;
    private final String password;

    private Proxy(Protocol protocol, String host, int port, @Nullable String user, String password) {
        this.protocol = protocol;
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /**
     * {@return the proxy of a URL, such as {@code http://10.0.0.1:3128} or {@code socks5://ada:secret@10.0.0.1:1080}}
     *
     * @param url {@code http://}, {@code socks5://} (or {@code socks5h://}) or {@code socks4a://}, with a host and without a path. Without a
     *     port it is 80 for HTTP and 1080 for SOCKS. A name and a password are percent-encoded.
     * @throws IllegalArgumentException if it is not valid; the message has no password
     */
    public static Proxy of(String url) {
        int colon = requireNonNull(url, "url").indexOf("://");
        if (colon < 0) { // the message does not show it: it may have a password
            throw new IllegalArgumentException("a proxy's URL begins with http://, socks5:// or socks4a://");
        }
        Protocol protocol = Protocol.of(url.substring(0, colon));
        String rest = url.endsWith("/") ? url.substring(colon + 3, url.length() - 1) : url.substring(colon + 3);
        int at = rest.lastIndexOf('@');
        String authority = rest.substring(at + 1);
        Origin origin = Origin.parse("http://" + authority);
        boolean hasPort = authority.indexOf(':', authority.lastIndexOf(']') + 1) >= 0;
        Proxy proxy = new Proxy(protocol, origin.host(), hasPort ? origin.port() : protocol.defaultPort(), null, "");
        return at < 0 ? proxy : proxy.withLogin(rest.substring(0, at));
    }

    private Proxy withLogin(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        return withCredentials(user, colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (!UriText.isPercentEncoding(text, i)) { // the decoder's own message would show a part of a password
                throw new IllegalArgumentException(
                        "the user name or the password in a proxy's URL has a % sign without two"
                                + " hexadecimal digits behind it");
            }
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * {@return this proxy with a login} An HTTP proxy gets it when it has asked (407): by Digest (RFC 7616) if it asks for that, else by
     * Basic (RFC 7617), but not by Basic once it has asked for Digest. Both are sent to the proxy only, as {@code Proxy-Authorization}.
     *
     * @param user without a control character; for SOCKS5 (RFC 1929) 1 to 255 bytes in UTF-8
     * @param password without a control character; for SOCKS5 up to 255 bytes; empty for SOCKS4A, which has none
     * @throws IllegalArgumentException if the proxy cannot get these
     */
    public Proxy withCredentials(String user, String password) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        BasicAnswer.requireNoControls(user, "user name");
        BasicAnswer.requireNoControls(password, "password");
        if (protocol == Protocol.SOCKS5) {
            Socks5Handshake.check(user, password);
        } else if (protocol == Protocol.SOCKS4A && !password.isEmpty()) {
            throw new IllegalArgumentException("a SOCKS4A proxy takes a user name and no password: SOCKS5 has both");
        }
        return new Proxy(protocol, host, port, user, password);
    }

    /** Itself: it is the proxy of all targets. */
    @Override
    public Proxy proxyFor(String scheme, String host, int port) {
        requireNonNull(scheme, "scheme");
        requireNonNull(host, "host");
        return this;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Whether it takes requests to {@code http://} itself. */
    boolean isHttp() {
        return protocol == Protocol.HTTP;
    }

    /** The user's answers to challenges of an HTTP proxy; null if there is no user. */
    @Nullable
    PasswordAnswers newAnswers() {
        return user == null || !isHttp() ? null : Authorizer.answers(user, password, true);
    }

    /**
     * What to say for a connection to an origin.
     *
     * @param credentials for an HTTP proxy, the value of {@code Proxy-Authorization}; null for none
     * @throws IllegalArgumentException if the name of the origin is too long
     */
    TunnelHandshake handshake(Origin origin, @Nullable String credentials, Limits limits) {
        return switch (protocol) {
            case HTTP -> new ConnectHandshake(origin.hostAndPort(), credentials, limits);
            case SOCKS5 -> new Socks5Handshake(origin.host(), origin.port(), user, password);
            case SOCKS4A -> new Socks4aHandshake(origin.host(), origin.port(), user == null ? "" : user);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Proxy that
                && protocol == that.protocol
                && host.equals(that.host)
                && port == that.port
                && Objects.equals(user, that.user)
                && password.equals(that.password);
    }

    @Override
    public int hashCode() {
        return Objects.hash(protocol, host, port, user);
    }

    /** Its URL without user name and password. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return protocol.name().toLowerCase(Locale.ROOT) + "://" + name + ":" + port;
    }
}

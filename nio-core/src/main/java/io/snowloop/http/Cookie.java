// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cookie with its attributes (RFC 6265): a name and a value that a server asks a client to send back. Immutable: a {@code
 * with} method returns a copy in which something is replaced.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#cookie -->
 * <pre>{@code
 * String field = Cookie.of("session", "a1b2").withPath("/").withHttpOnly().toSetCookie();
 * assertThat(field).isEqualTo("session=a1b2; Path=/; HttpOnly");
 * }</pre>
 *
 * @param name a token (RFC 9110 §5.6.2)
 * @param value without blanks, commas, semicolons, quotes and backslashes (§4.1.1); encode others
 * @param domain it is sent to this host and all hosts below it; null: only to the host that set it
 * @param path it is sent with this path and all paths below it; null: the directory of the request that got it
 * @param maxAge how long it is valid, zero or less to delete it; has precedence over {@code expires} (§4.1.2.2)
 * @param expires the end of its validity; null, if {@code maxAge} is null too: when the browser is closed
 * @param secure whether it is sent over TLS only
 * @param httpOnly whether scripts in a page cannot read it
 * @param sameSite whether it is sent with requests that other sites cause; null: the browser's default
 */
public record Cookie(
        String name,
        String value,
        @Nullable String domain,
        @Nullable String path,
        @Nullable Duration maxAge,
        @Nullable Instant expires,
        boolean secure,
        boolean httpOnly,
        @Nullable SameSite sameSite) {

    /** Which requests that other sites cause have the cookie: none, top-level navigation, all. */
    public enum SameSite {
        /** With requests of the same site only. */
        STRICT("Strict"),
        /** Also when a link on another site leads here. */
        LAX("Lax"),
        /** With all requests; browsers then demand {@link Cookie#secure}. */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    /**
     * A cookie with these attributes.
     * @param name a token (RFC 9110 §5.6.2)
     * @param value without blanks, commas, semicolons, quotes and backslashes (§4.1.1)
     * @param domain null: only the host that set it
     * @param path null: the directory of the request that got it
     * @param maxAge zero or less deletes it; null: until {@code expires}
     * @param expires null: when the browser is closed
     * @param secure whether it is sent over TLS only
     * @param httpOnly whether scripts cannot read it
     * @param sameSite null: the browser's default
     * @throws IllegalArgumentException if the name is not a token, or a text has a character that ends it (§4.1.1)
     */
    public Cookie {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("cookie name " + Printable.quote(name) + " is not a token");
        }
        require("value", value, isCookieValue(value));
        require("domain", domain, domain == null || isAttributeValue(domain));
        require("path", path, path == null || isAttributeValue(path));
    }

    private static void require(String what, @Nullable String text, boolean good) {
        if (!good) {
            throw new IllegalArgumentException("cookie " + what + " " + Printable.quote(String.valueOf(text))
                    + " has a character that is not allowed in a cookie; encode it first");
        }
    }

    /** cookie-octet (§4.1.1): visible ASCII without quote, comma, semicolon and backslash; may be in double quotes. */
    private static boolean isCookieValue(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String octets = quoted ? value.substring(1, value.length() - 1) : value;
        return octets.chars().allMatch(c -> c > ' ' && c < 0x7F && "\",;\\".indexOf(c) < 0);
    }

    /** av-octet (§4.1.1): any ASCII character except controls and the semicolon. */
    private static boolean isAttributeValue(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != ';');
    }

    /**
     * {@return a cookie without attributes}
     * @param name a token (RFC 9110 §5.6.2)
     * @param value as the class says; encode what it cannot hold
     */
    public static Cookie of(String name, String value) {
        return new Cookie(name, value, null, null, null, null, false, false, null);
    }

    /**
     * {@return this cookie for a host and those below it}
     * @param domain such as {@code example.org}
     */
    public Cookie withDomain(String domain) {
        requireNonNull(domain, "domain");
        return new Cookie(name, value, domain, path, maxAge, expires, secure, httpOnly, sameSite);
    }

    /**
     * {@return this cookie for a path and those below it}
     * @param path such as {@code /}
     */
    public Cookie withPath(String path) {
        requireNonNull(path, "path");
        return new Cookie(name, value, domain, path, maxAge, expires, secure, httpOnly, sameSite);
    }

    /**
     * {@return this cookie with an age at which it ends} It has precedence over {@link #withExpires}.
     * @param maxAge sent in whole seconds; zero or less deletes the cookie
     */
    public Cookie withMaxAge(Duration maxAge) {
        requireNonNull(maxAge, "maxAge");
        return new Cookie(name, value, domain, path, maxAge, expires, secure, httpOnly, sameSite);
    }

    /**
     * {@return this cookie with a time at which it ends}
     * @param expires sent in whole seconds
     */
    public Cookie withExpires(Instant expires) {
        requireNonNull(expires, "expires");
        return new Cookie(name, value, domain, path, maxAge, expires, secure, httpOnly, sameSite);
    }

    /** {@return this cookie, sent over TLS only} */
    public Cookie withSecure() {
        return new Cookie(name, value, domain, path, maxAge, expires, true, httpOnly, sameSite);
    }

    /** {@return this cookie, not readable by scripts} */
    public Cookie withHttpOnly() {
        return new Cookie(name, value, domain, path, maxAge, expires, secure, true, sameSite);
    }

    /**
     * {@return this cookie with a rule for requests that other sites cause}
     * @param sameSite {@link SameSite#NONE} is accepted by browsers only together with {@link #withSecure}
     */
    public Cookie withSameSite(SameSite sameSite) {
        requireNonNull(sameSite, "sameSite");
        return new Cookie(name, value, domain, path, maxAge, expires, secure, httpOnly, sameSite);
    }

    /**
     * {@return the value of a {@code Set-Cookie} field}
     * @throws IllegalArgumentException if browsers would drop the cookie, or an attribute of it, without a word: a domain that is no
     *     name of a host, a path without a slash, {@link SameSite#NONE} without {@code Secure} (RFC 6265 §5.2.4, RFC 6265bis §5.7)
     */
    public String toSetCookie() {
        if (domain != null && !domain.matches("\\.?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw ignored("its domain is no name of a host, such as example.org");
        }
        if (path != null && !path.startsWith("/")) {
            throw ignored("its path begins with no slash");
        }
        if (sameSite == SameSite.NONE && !secure) {
            throw ignored("SameSite=None needs withSecure()");
        }
        StringBuilder text = new StringBuilder(name).append('=').append(value);
        attribute(text, "Domain", domain);
        attribute(text, "Path", path);
        attribute(text, "Max-Age", maxAge == null ? null : maxAge.toSeconds());
        attribute(text, "Expires", expires == null ? null : HttpDate.format(expires));
        text.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "");
        attribute(text, "SameSite", sameSite == null ? null : sameSite.text);
        return text.toString();
    }

    private IllegalArgumentException ignored(String why) {
        return new IllegalArgumentException(
                "browsers would not keep the cookie " + Printable.quote(name) + " as it is: " + why);
    }

    private static void attribute(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append("; ").append(name).append('=').append(value);
        }
    }

    /**
     * {@return the names and values in a {@code Cookie} field of a request, in order} Of two cookies with the same name the
     * first is used: clients send the one with the longer path first (§5.4). A part that is not a cookie is ignored.
     *
     * @param field the value of the field; any text can be read
     */
    public static Map<String, String> parseCookie(String field) {
        requireNonNull(field, "field");
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String pair : field.split(";")) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(equals, 0)).strip();
            if (!name.isEmpty()) {
                cookies.putIfAbsent(name, pair.substring(equals + 1).strip());
            }
        }
        return cookies;
    }

    /** The value that {@link #parseCookie} of all these fields has for a name. The others, thousands if the client wants so, are not made. */
    static @Nullable String find(List<String> fields, String name) {
        for (String field : fields) {
            for (int from = 0, end; from < field.length(); from = end + 1) {
                int semicolon = field.indexOf(';', from);
                end = semicolon < 0 ? field.length() : semicolon;
                int equals = from;
                while (equals < end && field.charAt(equals) != '=') {
                    equals++;
                }
                if (equals < end && isStripped(name, field, from, equals)) {
                    return field.substring(equals + 1, end).strip();
                }
            }
        }
        return null;
    }

    private static boolean isStripped(String name, String field, int from, int to) {
        int first = from;
        int last = to;
        while (first < last && Character.isWhitespace(field.charAt(first))) {
            first++;
        }
        while (first < last && Character.isWhitespace(field.charAt(last - 1))) {
            last--;
        }
        return first < last && last - first == name.length() && field.startsWith(name, first);
    }

    /**
     * {@return the cookie in a {@code Set-Cookie} field of a response; null if the field has none that can be sent back} As
     * RFC 6265 §5.2 requires, unknown or broken attributes are ignored.
     *
     * @param field the value of the field; any text can be read
     */
    public static @Nullable Cookie parseSetCookie(String field) {
        requireNonNull(field, "field");
        String[] parts = field.split(";");
        int equals = parts.length == 0 ? -1 : parts[0].indexOf('=');
        if (equals < 0) {
            return null;
        }
        String name = parts[0].substring(0, equals).strip();
        String value = parts[0].substring(equals + 1).strip();
        if (!Grammar.isToken(name) || !isCookieValue(value)) {
            return null;
        }
        Cookie cookie = of(name, value);
        for (int i = 1; i < parts.length; i++) {
            cookie = cookie.withAttribute(parts[i].strip());
        }
        return cookie;
    }

    private Cookie withAttribute(String attribute) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? attribute : attribute.substring(0, equals).strip();
        String text = equals < 0 ? "" : attribute.substring(equals + 1).strip();
        if (!isAttributeValue(text)) {
            return this;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "domain":
                String host = (text.startsWith(".") ? text.substring(1) : text).toLowerCase(Locale.ROOT); // §5.2.3
                return host.isEmpty() ? this : withDomain(host);
            case "path":
                return text.startsWith("/") ? withPath(text) : this; // §5.2.4
            case "max-age":
                return withMaxAge(text);
            case "expires":
                Instant date = HttpDate.parse(text);
                return date == null ? this : withExpires(date);
            case "secure":
                return withSecure();
            case "httponly":
                return withHttpOnly();
            case "samesite":
                return withSameSite(text);
            default:
                return this;
        }
    }

    private Cookie withMaxAge(String seconds) {
        try {
            return withMaxAge(Duration.ofSeconds(Long.parseLong(seconds)));
        } catch (NumberFormatException notANumber) {
            return this;
        }
    }

    private Cookie withSameSite(String text) {
        for (SameSite known : SameSite.values()) {
            if (known.text.equalsIgnoreCase(text)) {
                return withSameSite(known);
            }
        }
        return this;
    }
}

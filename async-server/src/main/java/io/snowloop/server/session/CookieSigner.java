// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.http.Cookie;
import io.snowloop.http.Request;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs cookies, so that a client can read but not change them (HMAC-SHA256, RFC 2104). The signature is that of name and
 * value: a value that was signed for one cookie is not valid in another.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/SessionsPageTest.java#signed -->
 * <pre>{@code
 * CookieSigner signer = CookieSigner.of(key, oldKey); // the first signs, all are valid
 * Snow app = new Snow()
 *         .get("/choose", request -> Response.text("chosen").plusCookie(signer.sign(Cookie.of("theme", "dark"))))
 *         .get("/", request -> Response.text("theme: " + signer.read(request, "theme")));
 * }</pre>
 *
 * <p><b>Key rotation.</b> The first key signs, and all keys are tried when a cookie is read. Put a new key before the old one, and
 * remove the old one when its cookies have expired.
 *
 * <p>Any thread may use it.
 */
public final class CookieSigner {
    /** The shortest key, in bytes: as long as the hash (RFC 2104 §3). */
    public static final int SHORTEST_KEY = 32;

    private static final String HMAC = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKeySpec> keys = new ArrayList<>();

    private CookieSigner() {}

    /**
     * {@return a signer with these keys}
     * @param keys random bytes, at least {@value #SHORTEST_KEY} each, which are copied: the first signs, all are tried. Keep them
     *     out of the source; {@code openssl rand -base64 32} makes one
     * @throws IllegalArgumentException if there is no key, or one is too short
     */
    public static CookieSigner of(byte[]... keys) {
        CookieSigner signer = new CookieSigner();
        for (byte[] key : requireNonNull(keys, "keys")) {
            if (key.length < SHORTEST_KEY) {
                throw new IllegalArgumentException("a key must have at least " + SHORTEST_KEY + " bytes, but one has "
                        + key.length + ": openssl rand -base64 32 makes one");
            }
            signer.keys.add(new SecretKeySpec(key, HMAC));
        }
        if (signer.keys.isEmpty()) {
            throw new IllegalArgumentException("a signer needs a key");
        }
        return signer;
    }

    /**
     * {@return this cookie with a signature behind its value}
     * @param cookie its value is not encrypted
     */
    public Cookie sign(Cookie cookie) {
        String name = requireNonNull(cookie, "cookie").name();
        String signed = cookie.value() + "." + BASE64.encodeToString(signature(keys.get(0), name, cookie.value()));
        return new Cookie(
                name,
                signed,
                cookie.domain(),
                cookie.path(),
                cookie.maxAge(),
                cookie.expires(),
                cookie.secure(),
                cookie.httpOnly(),
                cookie.sameSite());
    }

    /**
     * {@return the value of a signed cookie, without its signature; null if there is no such cookie, or its signature is not
     * that of one of the keys} How long the comparison takes tells nothing about the signature.
     *
     * @param request of the client
     * @param name of the cookie
     */
    public @Nullable String read(Request request, String name) {
        String signed = requireNonNull(request, "request").cookie(name);
        int dot = signed == null ? -1 : signed.lastIndexOf('.');
        if (signed == null || dot < 0) {
            return null;
        }
        String value = signed.substring(0, dot);
        byte[] found = signed.substring(dot + 1).getBytes(UTF_8);
        for (SecretKeySpec key : keys) {
            if (MessageDigest.isEqual(BASE64.encode(signature(key, name, value)), found)) {
                return value;
            }
        }
        return null;
    }

    /** No name has an equals sign in it, so no two cookies have the same text. */
    private static byte[] signature(SecretKeySpec key, String name, String value) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal((name + "=" + value).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + HMAC, e);
        }
    }
}

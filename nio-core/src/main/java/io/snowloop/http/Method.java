// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request method (RFC 9110 §9): one of the constants, or any other token. Methods are case-sensitive: {@code get} is
 * not {@code GET}.
 */
public final class Method {
    /** Transfers a representation of the target (RFC 9110 §9.3.1). */
    public static final Method GET = new Method("GET", true, true);
    /** As GET, but the response has no body (RFC 9110 §9.3.2). */
    public static final Method HEAD = new Method("HEAD", true, true);
    /** Has the target process the body (RFC 9110 §9.3.3). */
    public static final Method POST = new Method("POST", false, false);
    /** Replaces the target by the body (RFC 9110 §9.3.4). */
    public static final Method PUT = new Method("PUT", false, true);
    /** Changes a part of the target (RFC 5789). */
    public static final Method PATCH = new Method("PATCH", false, false);
    /** Removes the target (RFC 9110 §9.3.5). */
    public static final Method DELETE = new Method("DELETE", false, true);
    /** Asks for the methods and options of the target (RFC 9110 §9.3.7). */
    public static final Method OPTIONS = new Method("OPTIONS", true, true);
    /** Sends the request back, to see what proxies make of it (RFC 9110 §9.3.8). */
    public static final Method TRACE = new Method("TRACE", true, true);
    /** Asks a proxy for a tunnel to the target (RFC 9110 §9.3.6). */
    public static final Method CONNECT = new Method("CONNECT", false, false);

    private static final Method[] KNOWN = {GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, CONNECT};

    private final String name;
    private final boolean safe;
    private final boolean idempotent;

    private Method(String name, boolean safe, boolean idempotent) {
        this.name = name;
        this.safe = safe;
        this.idempotent = idempotent;
    }

    /**
     * {@return the method of this name: a constant where there is one}
     * @param name in the case in which it is sent: {@code get} is not GET
     * @throws IllegalArgumentException if the name is not a token
     */
    public static Method of(String name) {
        requireNonNull(name, "name");
        for (Method known : KNOWN) {
            if (known.name.equals(name)) {
                return known;
            }
        }
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException("method " + Printable.quote(name) + " is not a token");
        }
        return new Method(name, false, false);
    }

    /**
     * {@return the method whose name is in {@code bytes[from..to)}, in Latin-1} For a constant no String is made.
     * @param bytes not kept
     * @param from the index of the first byte
     * @param to the index behind the last one
     * @throws IllegalArgumentException if the name is not a token
     */
    public static Method of(byte[] bytes, int from, int to) {
        requireNonNull(bytes, "bytes");
        for (Method known : KNOWN) {
            if (FieldNames.matches(known.name, bytes, from, to)) {
                return known;
            }
        }
        return of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** {@return the name, as in a request line} */
    public String name() {
        return name;
    }

    /** {@return whether it only reads (RFC 9110 §9.2.1)} A method without a constant is unknown, so it is not safe. */
    public boolean isSafe() {
        return safe;
    }

    /** {@return whether to send it twice has the effect of sending it once (RFC 9110 §9.2.2), so that it may be retried} */
    public boolean isIdempotent() {
        return idempotent;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Method method && name.equals(method.name));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}

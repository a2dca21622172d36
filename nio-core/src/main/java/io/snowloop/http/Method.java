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
    public static final Method GET = new Method("GET", true, true);
    public static final Method HEAD = new Method("HEAD", true, true);
    public static final Method POST = new Method("POST", false, false);
    public static final Method PUT = new Method("PUT", false, true);
    public static final Method PATCH = new Method("PATCH", false, false);
    public static final Method DELETE = new Method("DELETE", false, true);
    public static final Method OPTIONS = new Method("OPTIONS", true, true);
    public static final Method TRACE = new Method("TRACE", true, true);
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
     * The method of this name: a constant where there is one.
     *
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
     * The method whose name is in {@code bytes[from..to)}, in Latin-1. For a constant no String is made.
     *
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

    /** The name, as in a request line. */
    public String name() {
        return name;
    }

    /** Whether it only reads (RFC 9110 §9.2.1). A method without a constant is unknown, so it is not safe. */
    public boolean isSafe() {
        return safe;
    }

    /** Whether to send it twice has the effect of sending it once (RFC 9110 §9.2.2), so that it may be retried. */
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

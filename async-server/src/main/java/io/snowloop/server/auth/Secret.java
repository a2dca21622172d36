// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A token or a password that a client has to know, as its hash. The comparison takes the same time whatever part of a guess is
 * right, and neither a log nor a heap dump shows the text.
 *
 * <p>It is for long random texts, such as API keys. A password that a person has chosen can be guessed from its hash, so its hash needs a
 * salt and much time: use {@code PBKDF2WithHmacSHA256} of the JDK, or Argon2.
 */
public final class Secret {
    private final byte[] hash;

    private Secret(byte[] hash) {
        this.hash = hash;
    }

    /**
     * {@return a secret}
     * @param text not kept
     */
    public static Secret of(String text) {
        return new Secret(hash(requireNonNull(text, "text")));
    }

    /**
     * {@return whether a text is the secret}
     * @param guess as it was sent
     */
    public boolean matches(String guess) {
        byte[] other = hash(requireNonNull(guess, "guess")); // as long as ours: the time does not tell a length either
        return MessageDigest.isEqual(hash, other);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    /** {@code Secret[***]}. */
    @Override
    public String toString() {
        return "Secret[***]";
    }
}

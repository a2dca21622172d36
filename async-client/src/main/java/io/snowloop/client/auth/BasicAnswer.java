// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password as they are (Basic, RFC 7617), in UTF-8: the same for each request. */
public final class BasicAnswer implements Answer {
    private final String value;

    /**
     * An answer for a user.
     * @param user without a colon or a control character (RFC 7617 §2)
     * @param password without a control character
     * @throws IllegalArgumentException if the user has a colon, or one of the two a control character
     */
    public BasicAnswer(String user, String password) {
        if (user.indexOf(':') >= 0) { // the message shows neither
            throw new IllegalArgumentException("the user name must not have a colon (RFC 7617 §2)");
        }
        requireNoControls(user, "user name");
        requireNoControls(password, "password");
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.value = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * Checks a user name or a password.
     * @param text the one or the other; the message does not show it
     * @param what of the two it is
     * @throws IllegalArgumentException if it has a control character
     */
    public static void requireNoControls(String text, String what) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " must not have a control character (RFC 7617 §2)");
        }
    }

    /** {@return the value of {@code Authorization}} */
    public String value() {
        return value;
    }

    @Override
    public String to(String method, String uri) {
        return value;
    }
}

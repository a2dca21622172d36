// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Why a WebSocket is closed: a code and a text (RFC 6455 §7.1.5, §7.1.6, §7.4).
 *
 * @param code one of the constants, or from 3000 to 4999: those below 4000 are registered for libraries and frameworks, those
 *     from 4000 are free for apps
 * @param text for logs and not for users; may be empty. What is sent has up to {@value #MAX_TEXT} bytes of UTF-8
 */
public record CloseReason(int code, String text) {
    /** The purpose of the connection is fulfilled. */
    public static final int NORMAL = 1000;

    /** The server shuts down, or the browser leaves the page. */
    public static final int GOING_AWAY = 1001;

    /** The peer has broken the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** The peer has sent a kind of message that is not taken here: binary where text is expected, for example. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** The peer has sent a close frame without a code. It is never sent itself. */
    public static final int NO_STATUS = 1005;

    /** The connection ended without a close frame. It is never sent itself. */
    public static final int ABNORMAL = 1006;

    /** The data do not fit the kind of the message: text that is not UTF-8, for example. */
    public static final int INVALID_DATA = 1007;

    /** The peer has broken a rule of the app. */
    public static final int POLICY_VIOLATION = 1008;

    /** The peer has sent a message that is too large. */
    public static final int MESSAGE_TOO_BIG = 1009;

    /** The server has not agreed to an extension that the client needs. */
    public static final int EXTENSION_MISSING = 1010;

    /** The sender has failed. */
    public static final int INTERNAL_ERROR = 1011;

    /** The service restarts. Connect again after a pause. */
    public static final int SERVICE_RESTART = 1012;

    /** The service is overloaded. Connect again later, or elsewhere. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** The most bytes of a text that is sent: a control frame has up to 125, and two of them are the code's. */
    public static final int MAX_TEXT = 123;

    /** The largest code: what is above is not defined (§7.4.2). */
    private static final int LARGEST = 4999;

    /** A reason with this code and text. Only what is sent is checked. */
    public CloseReason {
        requireNonNull(text, "text");
    }

    /**
     * {@return a reason without a text}
     * @param code as in the constructor
     */
    public static CloseReason of(int code) {
        return new CloseReason(code, "");
    }

    /** {@return this reason with a text that a close frame has room for} What is too long is cut between two characters. */
    public CloseReason shortened() {
        byte[] utf8 = text.getBytes(UTF_8);
        int end = Math.min(utf8.length, MAX_TEXT);
        while (end < utf8.length && (utf8[end] & 0b1100_0000) == 0b1000_0000) {
            end--; // of a character of several bytes, this is not the first
        }
        return end == utf8.length ? this : new CloseReason(code, new String(utf8, 0, end, UTF_8));
    }

    /** Whether a close frame may have this code (§7.4, and the registry of IANA for 1012 to 1014). */
    static boolean isInFrames(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_DATA && code <= 1014)
                || (code >= 3000 && code <= LARGEST);
    }

    /**
     * The payload of a close frame with this reason.
     *
     * @throws IllegalArgumentException if the code is none that is sent, or the text is too long
     */
    byte[] payload() {
        byte[] utf8 = text.getBytes(UTF_8);
        if (code == NO_STATUS && utf8.length == 0) {
            return utf8;
        }
        if (!isInFrames(code)) {
            throw new IllegalArgumentException("a close frame has a code from 1000 to 1003, 1007 to 1014, or 3000 to "
                    + LARGEST + ", not " + code);
        }
        if (utf8.length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "the text of a close frame has up to " + MAX_TEXT + " bytes of UTF-8, not " + utf8.length);
        }
        byte[] payload = new byte[2 + utf8.length];
        payload[0] = (byte) (code >> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(utf8, 0, payload, 2, utf8.length);
        return payload;
    }

    /** The code, and the text in quotation marks if there is one. */
    @Override
    public String toString() {
        return text.isEmpty() ? Integer.toString(code) : code + " \"" + text + "\"";
    }
}

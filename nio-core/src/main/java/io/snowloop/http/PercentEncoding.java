// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The percent-encoding of a path (RFC 3986 §2.1): {@code %20} is a blank; characters above ASCII are in UTF-8.
 *
 * <p>{@link java.net.URLDecoder} reads forms: it decodes {@code +} to a blank, which in a path is a plus sign.
 */
final class PercentEncoding {
    private static final String ENCODED_SLASH = "%2F";

    private PercentEncoding() {}

    /**
     * Decodes one segment of a path. An encoded slash stays {@code %2F}: RFC 3986 §2.2 says that it does not separate
     * segments, and decoded it could not be told from one that does.
     *
     * @throws HttpException 400, if {@code text} cannot be decoded, or only to something ambiguous
     */
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : decodeBetweenSlashes(text);
    }

    private static String decodeBetweenSlashes(String text) {
        String[] parts = text.split("%2[Ff]", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = checked(decodeBytes(parts[i]));
        }
        return String.join(ENCODED_SLASH, parts);
    }

    private static String decodeBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%';
            bytes[length++] = encoded ? decodeByte(bytes, i) : bytes[i];
            i += encoded ? 2 : 0;
        }
        try { // not by a constructor of String: it replaces bad bytes by U+FFFD, so that different paths become equal
            ByteBuffer decoded = ByteBuffer.wrap(bytes, 0, length);
            return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (CharacterCodingException e) {
            throw bad("the path is not in UTF-8", e);
        }
    }

    private static byte decodeByte(byte[] bytes, int percent) {
        if (percent + 2 >= bytes.length
                || !HexFormat.isHexDigit(bytes[percent + 1])
                || !HexFormat.isHexDigit(bytes[percent + 2])) {
            throw bad("a percent sign in the path is not followed by two hexadecimal digits", null);
        }
        return (byte) (HexFormat.fromHexDigit(bytes[percent + 1]) << 4 | HexFormat.fromHexDigit(bytes[percent + 2]));
    }

    /** Refuses {@code %252F}, which would look like {@code %2F}, and controls, which end lines in logs and regexes. */
    private static String checked(String decoded) {
        if (decoded.contains(ENCODED_SLASH) || decoded.contains("%2f")) {
            throw bad("the path has a slash that is encoded twice", null);
        }
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw bad("the path has an encoded control character", null);
        }
        return decoded;
    }

    private static HttpException bad(String message, @Nullable Throwable cause) {
        return new HttpException(Status.BAD_REQUEST, message, cause);
    }
}
